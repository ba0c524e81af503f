package dev.muster.gateway.records;

import dev.muster.events.view.Rebuildable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the records be built anew on demand. */
@Configuration(proxyBeanMethods = false)
class RecordsRebuild {

    @Bean
    Rebuildable rebuildableRecords(Records records) {
        return records.rebuildable();
    }
}
