package dev.muster.report;

import dev.muster.events.kafka.MusterKafka;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the report-service. It keeps its state in Kafka, and needs no document store. */
@SpringBootApplication(exclude = MongoReactiveAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import(MusterKafka.class)
public class ReportService {

    static void main(String[] args) {
        SpringApplication.run(ReportService.class, args);
    }
}
