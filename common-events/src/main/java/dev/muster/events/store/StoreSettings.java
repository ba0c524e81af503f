package dev.muster.events.store;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the document store is.
 *
 * @param uri MongoDB's connection string; its database is {@code muster} where it names none
 */
@Validated
@ConfigurationProperties("muster.mongodb")
record StoreSettings(
        @Pattern(regexp = "mongodb(\\+srv)?://[^/\\s]+(/\\S*)?", message = "must be mongodb://host:port/database")
        String uri) {}
