package dev.casestream.chassis.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** In a bucket of S3, or of what speaks as S3 does. Files pass through a directory of this machine. */
public final class S3Store implements ContentStore {

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Path passage;

    /**
     * @param prefix of every key
     * @param passage where files lie on their way
     */
    public S3Store(S3Client s3, String bucket, String prefix, Path passage) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
        this.passage = passage;
    }

    @Override
    public Stored put(InputStream in, long limit) throws IOException {
        try (var incoming = Incoming.read(in, limit, passage)) {
            var stored = incoming.stored();
            call(() -> s3.putObject(
                    request -> request.bucket(bucket).key(key(stored.hash())), RequestBody.fromFile(incoming.file())));
            return stored;
        }
    }

    @Override
    public Optional<StoredFile> find(String hash) throws IOException {
        if (!Incoming.isHash(hash)) {
            return Optional.empty();
        }
        Files.createDirectories(passage);
        var copy = passage.resolve(UUID.randomUUID().toString());
        var found = call(
                () -> s3.getObject(request -> request.bucket(bucket).key(key(hash)), ResponseTransformer.toFile(copy)));
        return found == null ? Optional.empty() : Optional.of(new StoredFile(copy, true));
    }

    @Override
    public boolean forget(String hash, Instant unlessPutSince) throws IOException {
        if (!Incoming.isHash(hash)) {
            return true;
        }
        var found = call(() -> s3.headObject(request -> request.bucket(bucket).key(key(hash))));
        if (found != null && found.lastModified().isAfter(unlessPutSince)) {
            return false;
        }
        call(() -> s3.deleteObject(request -> request.bucket(bucket).key(key(hash))));
        return true;
    }

    private String key(String hash) {
        return prefix + hash;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make();
    }

    /** Null when there is no such file. */
    private static <T> @Nullable T call(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (NoSuchKeyException e) {
            return null;
        } catch (SdkException e) {
            throw new IOException("The bucket does not serve", e);
        }
    }
}
