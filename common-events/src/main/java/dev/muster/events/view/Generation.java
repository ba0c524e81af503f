package dev.muster.events.view;

import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;

/**
 * A view's collections as they were built once: {@code signups} the first time, {@code signups.2} and so on after that.
 *
 * @param number counts the times that building them began, from 1
 */
public record Generation(MongoDatabase store, int number) {

    /** One of the view's collections, whose writes are acknowledged by a majority. */
    public MongoCollection<Document> collection(String name) {
        return store.getCollection(nameOf(name)).withWriteConcern(WriteConcern.MAJORITY);
    }

    String nameOf(String collection) {
        return number == 1 ? collection : collection + "." + number;
    }
}
