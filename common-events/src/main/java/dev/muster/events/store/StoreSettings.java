package dev.muster.events.store;

import com.mongodb.ConnectionString;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the document store is.
 *
 * @param uri MongoDB's connection string; its database is {@code muster} where it names none
 */
@ConfigurationProperties("muster.mongodb")
record StoreSettings(ConnectionString uri) {}
