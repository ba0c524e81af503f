package dev.muster.sandbox.launch;

import dev.muster.sandbox.broker.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a sandbox keeps everything, held by one launcher at a time. A marker file says that the directory is ours: only
 * such a directory is ever emptied, and no other that holds something is ever used.
 */
final class DataDirectory implements AutoCloseable {

    private static final String MARKER = "muster-sandbox";
    private static final String LOCK = "lock";
    private static final String OPERATOR_TOKEN = "operator-token";
    private static final int ID_SECRET_BYTES = 32;

    /** 32 characters. */
    private static final int OPERATOR_TOKEN_BYTES = 24;

    private static final int KAFKA_PASSWORD_BYTES = 24;
    private static final String KAFKA_PASSWORD = "kafka-password-";
    private static final String KAFKA_IDENTITY = "kafka-brokers.pem";
    private static final String KAFKA_AUTHORITY = "kafka-ca.crt";

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes hold of a directory, making it where there is none.
     *
     * @param fresh whether everything in it is deleted
     * @throws Refusal when it is not ours, or another launcher holds it
     */
    static DataDirectory open(Path path, boolean fresh) {
        try {
            boolean ours = Files.exists(path.resolve(MARKER));
            if (!ours && holdsSomething(path)) {
                throw Refusal.because(
                        fresh
                                ? path + " was not made by Muster, so --fresh does not delete it. Nothing was changed;"
                                        + " choose another directory with --data DIR."
                                : path + " is not empty and was not made by Muster. Nothing was changed;"
                                        + " choose another directory with --data DIR.");
            }
            Files.createDirectories(path);
            FileChannel lockFile = lock(path);
            var directory = new DataDirectory(path, lockFile);
            Ending.of(
                    directory.processes().alive().stream()
                            .map(ProcessList.Running::process)
                            .filter(process -> !process.equals(ProcessHandle.current()))
                            .toList(),
                    Sandbox.PATIENCE);
            if (fresh) {
                directory.empty();
            }
            if (!Files.exists(path.resolve(MARKER))) {
                Files.writeString(
                        path.resolve(MARKER),
                        "Muster's sandbox keeps its data in this directory; ./muster up --fresh may delete them.\n");
            }
            Files.createDirectories(directory.logs());
            return directory;
        } catch (IOException e) {
            throw Refusal.because("The data directory " + path + " cannot be used: " + e);
        }
    }

    private static boolean holdsSomething(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        if (!Files.isDirectory(path)) {
            return true;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isPresent();
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(file)) {
            file.close();
            String who = processes(path).alive().stream()
                    .filter(running -> running.name().equals(ProcessList.LAUNCHER))
                    .findFirst()
                    .map(running -> " (process " + running.process().pid() + ")")
                    .orElse("");
            throw Refusal.because("Muster is already running on " + path + who
                    + ". Stop it with ./muster down, or start another with --data DIR and --port-offset N.");
        }
        return file;
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private void empty() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(path.resolve(LOCK)) && !file.equals(path.resolve(MARKER))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!directory.equals(path)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    Path path() {
        return path;
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    ProcessList processes() {
        return processes(path);
    }

    static ProcessList processes(Path path) {
        return new ProcessList(path.resolve("processes"));
    }

    /** The secret from which sign-up ids are made. */
    String idSecret() {
        return secret("id-secret", ID_SECRET_BYTES);
    }

    /** The token that operators show to the gateway. */
    String operatorToken() {
        return secret(OPERATOR_TOKEN, OPERATOR_TOKEN_BYTES);
    }

    /** Where that token stands. */
    Path operatorTokenFile() {
        operatorToken();
        return path.resolve(OPERATOR_TOKEN);
    }

    /** The password of a user of the sandbox's own broker. */
    String kafkaPassword(String user) {
        return secret(KAFKA_PASSWORD + user, KAFKA_PASSWORD_BYTES);
    }

    /** Draws another password for that user, and forgets the former. */
    void changeKafkaPassword(String user) {
        try {
            write(path.resolve(KAFKA_PASSWORD + user), random(KAFKA_PASSWORD_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("The password of " + user + " cannot be changed", e);
        }
    }

    /** Whether that user has one by now. */
    boolean hasKafkaPassword(String user) {
        return Files.exists(path.resolve(KAFKA_PASSWORD + user));
    }

    /** The file with the private key of the sandbox's own brokers and its certificate. */
    Path kafkaIdentity() {
        Path file = path.resolve(KAFKA_IDENTITY);
        kept(file, () -> {
            var identity = Identity.drawn();
            Files.writeString(path.resolve(KAFKA_AUTHORITY), identity.authority());
            return identity.keyAndCertificate();
        });
        return file;
    }

    /** The file with the certificate by which that one is known. */
    Path kafkaAuthority() {
        kafkaIdentity();
        return path.resolve(KAFKA_AUTHORITY);
    }

    private String secret(String name, int bytes) {
        return kept(path.resolve(name), () -> random(bytes));
    }

    private static String random(int bytes) {
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** A secret that is drawn once and kept. */
    private static String kept(Path file, Drawing drawing) {
        try {
            if (!Files.exists(file)) {
                write(file, drawing.draw());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For its owner alone to read. Whoever reads it meanwhile sees the former or the new one, whole. */
    private static void write(Path file, String secret) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, secret);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** How a secret comes about. */
    @FunctionalInterface
    private interface Drawing {
        String draw() throws IOException;
    }

    /** Lets another launcher take hold of the directory. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
