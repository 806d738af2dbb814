package dev.casestream.chassis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casestream.chassis.store.ContentStore.Stored;
import dev.casestream.chassis.store.ContentStore.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A directory and a bucket keep files alike. */
class ContentStoreTest {

    private static final String HELLO = "hello";
    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final long LIMIT = 1_000;

    @TempDir
    static @Nullable Path directory;

    private static final List<ContentStore> STORES = new ArrayList<>();
    private static @Nullable BucketServer server;

    @BeforeAll
    static void open() throws Exception {
        server = BucketServer.start(in("objects"));
        STORES.add(new DirectoryStore(in("files")));
        STORES.add(new S3Store(server.client(), BucketServer.BUCKET, "files/", in("passage")));
    }

    @AfterAll
    static void close() throws Exception {
        server().stop();
    }

    private static BucketServer server() {
        return Objects.requireNonNull(server);
    }

    private static Path in(String name) {
        return Objects.requireNonNull(directory).resolve(name);
    }

    static Stream<ContentStore> stores() {
        return STORES.stream();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(ContentStore store, String hash) throws IOException {
        try (var in = store.find(hash).orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void what_is_put_is_found_by_its_hash_however_often(ContentStore store) throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThat(store.put(bytes(HELLO), LIMIT)).isEqualTo(new Stored(HASH, 5));
            assertThat(read(store, HASH)).isEqualTo(HELLO);
        }
        try (var content = store.find(HASH).orElseThrow()) {
            assertThat(content.file()).hasContent(HELLO);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void what_is_too_large_or_breaks_off_is_not_kept(ContentStore store) {
        assertThatThrownBy(() -> store.put(bytes("x".repeat(1_001)), LIMIT)).isInstanceOf(TooLargeException.class);
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> store.put(broken, LIMIT)).hasMessage("gone");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void what_is_no_hash_or_was_never_put_is_not_found(ContentStore store) throws IOException {
        for (var name : List.of("../secret", "", HASH.toUpperCase(Locale.ROOT), "0".repeat(64))) {
            assertThat(store.find(name)).isEmpty();
            assertThat(store.forget(name, Instant.now())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void what_is_forgotten_is_gone_unless_it_was_put_since(ContentStore store) throws IOException {
        var hash = store.put(bytes("forget me"), LIMIT).hash();
        assertThat(store.forget(hash, Instant.now().minusSeconds(60))).isFalse();
        assertThat(read(store, hash)).isEqualTo("forget me");
        assertThat(store.forget(hash, Instant.now().plusSeconds(60))).isTrue();
        assertThat(store.find(hash)).isEmpty();
    }

    @Test
    void a_file_that_is_put_again_counts_as_put_then() throws IOException {
        var store = new DirectoryStore(in("again"));
        var hash = store.put(bytes(HELLO), LIMIT).hash();
        Files.setLastModifiedTime(
                store.find(hash).orElseThrow().file(),
                FileTime.from(Instant.now().minusSeconds(3_600)));
        store.put(bytes(HELLO), LIMIT);
        assertThat(store.forget(hash, Instant.now().minusSeconds(60))).isFalse();
    }

    @Test
    void nothing_is_left_on_the_way() throws IOException {
        for (var store : STORES) {
            read(store, store.put(bytes("on the way"), LIMIT).hash());
        }
        assertThat(in("passage")).isEmptyDirectory();
        assertThat(in("files").resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void a_bucket_that_does_not_serve_is_an_io_failure_as_a_disk_is() {
        var nowhere = new S3Store(server().client(), "no-such-bucket", "", in("passage"));
        assertThatThrownBy(() -> nowhere.put(bytes(HELLO), LIMIT)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> nowhere.find(HASH)).isInstanceOf(IOException.class);
    }

    @Test
    void a_bucket_that_is_configured_is_the_store_and_without_one_the_directory() throws IOException {
        System.setProperty("aws.accessKeyId", BucketServer.KEY);
        System.setProperty("aws.secretAccessKey", BucketServer.SECRET);
        try {
            var bucket = new OpenStore()
                    .open(
                            in("own"),
                            Optional.of(BucketServer.BUCKET),
                            Optional.of("own/"),
                            "eu-north-1",
                            Optional.of(server().endpoint()));
            assertThat(read(bucket, bucket.put(bytes(HELLO), LIMIT).hash())).isEqualTo(HELLO);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
        assertThat(new OpenStore().open(in("own"), Optional.empty(), Optional.empty(), "", Optional.empty()))
                .isInstanceOf(DirectoryStore.class);
    }
}
