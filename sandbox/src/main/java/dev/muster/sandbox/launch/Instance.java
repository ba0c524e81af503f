package dev.muster.sandbox.launch;

/** One process of a service; the first is called like the service, the next {@code crm-service-2}. */
record Instance(Service service, int number) {

    String name() {
        return Size.names(service.module(), number).getLast();
    }
}
