package dev.muster.sandbox.launch;

import dev.muster.sandbox.broker.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Who may do what on the sandbox's own broker, where it asks: the services exactly what the chart gives them, and the sandbox
 * everything. It stands in for the chart's operators: topics, users and permissions are there before a service starts.
 */
final class AccessControl {

    /** The brokers' user and the sandbox's own, who may do everything. */
    static final String SANDBOX = "sandbox";

    /** Kafka's least; the passwords are random. */
    private static final int ITERATIONS = 4096;

    /** They may just have been killed, on the slowest machine. */
    private static final int UNTIL_THE_BROKERS_ARE_BACK = 10 * 60 * 1000;

    private final ChartFile chart;
    private final DataDirectory directory;
    private final Size size;

    private AccessControl(Path root, DataDirectory directory, Size size) {
        this.chart = ChartFile.in(root);
        this.directory = directory;
        this.size = size;
    }

    /**
     * The access control that the options ask for, as the chart has it.
     *
     * @throws Refusal when the brokers are not the sandbox's, or their data are of a time without users
     */
    static Optional<AccessControl> wanted(Options options, Systems systems, DataDirectory directory) {
        if (!options.accessControl()) {
            return Optional.empty();
        }
        if (systems.realKafka()) {
            throw Refusal.misuse("--acl is about the sandbox's own broker, and MUSTER_KAFKA_BOOTSTRAP names another.");
        }
        if (Files.exists(directory.path().resolve(Ports.BROKER)) && !directory.hasKafkaPassword(SANDBOX)) {
            throw Refusal.because("The data in " + directory.path() + " were made without --acl. Nothing was changed;"
                    + " choose another directory with --data DIR, or give these up with --fresh.");
        }
        // This build's, also where an earlier one begins: in an upgrade the permissions come before the services.
        return Optional.of(new AccessControl(Options.projectRoot(), directory, options.size()));
    }

    /** How the brokers know their clients, and these the brokers. */
    Broker.Security brokers() {
        return new Broker.Security(login(SANDBOX), directory.kafkaIdentity(), directory.kafkaAuthority());
    }

    private Broker.Login login(String user) {
        return new Broker.Login(user, directory.kafkaPassword(user));
    }

    /** The variables of a service beside its others. */
    Map<String, String> variablesOf(String service) {
        var variables = new HashMap<>(loginAs(service));
        variables.put("MUSTER_KAFKA_CREATE_TOPICS", "false");
        return variables;
    }

    /** The settings of a client that may do everything. */
    Map<String, Object> client(Systems systems) {
        return client(systems, loginAs(SANDBOX));
    }

    /** The settings of a client that may do what a service may. */
    Map<String, Object> clientOf(String service, Systems systems) {
        return client(systems, variablesOf(service));
    }

    private Map<String, String> loginAs(String user) {
        return KafkaLogin.of(login(user), directory.kafkaAuthority());
    }

    private static Map<String, Object> client(Systems systems, Map<String, String> variables) {
        var client = new HashMap<>(systems.kafkaClient());
        client.putAll(KafkaLogin.clientOf(variables));
        return client;
    }

    /** Has the brokers know the chart's topics, its users with their passwords, and what these may do and nothing else. */
    void declare(Systems systems) throws InterruptedException {
        try (var admin = Admin.create(client(systems))) {
            createTopics(admin);
            admin.alterUserScramCredentials(chart.users().stream()
                            .map(user -> credential(user.name()))
                            .toList())
                    .all()
                    .get();
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
            admin.createAcls(chart.users().stream()
                            .flatMap(user -> user.acls().stream().flatMap(acl -> acl.operations().stream()
                                    .map(operation -> binding(user.name(), acl.resource(), operation))))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka's users and permissions cannot be declared", e);
        }
    }

    /** Gives a user another password, with which alone it logs in from now on; connections that are open stay so. */
    void changePassword(String user, Systems systems) {
        // First kept, then in force: whatever happens in between, the next start makes both the same.
        directory.changeKafkaPassword(user);
        var patient = client(systems);
        patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, UNTIL_THE_BROKERS_ARE_BACK);
        try (var admin = Admin.create(patient)) {
            admin.alterUserScramCredentials(List.of(credential(user)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The password of " + user + " cannot be changed at Kafka", e);
        }
    }

    private void createTopics(Admin admin) throws InterruptedException, ExecutionException {
        var created =
                admin.createTopics(chart.topics().stream().map(this::newTopic).toList());
        for (var topic : created.values().values()) {
            try {
                topic.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic newTopic(ChartFile.Topic topic) {
        var config = new HashMap<>(topic.config());
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(size.minInSync()));
        return new NewTopic(topic.name(), topic.partitions(), (short) size.replication()).configs(config);
    }

    private UserScramCredentialAlteration credential(String user) {
        return new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), directory.kafkaPassword(user));
    }

    private static AclBinding binding(String user, ChartFile.Resource on, String operation) {
        var type = on.type().equals("transactionalId")
                ? ResourceType.TRANSACTIONAL_ID
                : ResourceType.valueOf(on.type().toUpperCase(Locale.ROOT));
        return new AclBinding(
                new ResourcePattern(
                        type,
                        on.name(),
                        on.patternType().equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + user, "*", SecurityUtils.operation(operation), AclPermissionType.ALLOW));
    }
}
