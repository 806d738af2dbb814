package dev.casestream.chassis.store;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that speaks as S3 does, signatures included, on files of its own. */
record BucketServer(S3Proxy proxy, BlobStoreContext blobs) {

    static final String BUCKET = "casestream";
    static final String KEY = "local-key";
    static final String SECRET = "local-secret";

    static BucketServer start(Path directory) throws Exception {
        Files.createDirectories(directory);
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        var blobs = ContextBuilder.newBuilder("filesystem-nio2")
                .credentials("", "")
                .overrides(properties)
                .build(BlobStoreContext.class);
        var proxy = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        proxy.start();
        var server = new BucketServer(proxy, blobs);
        server.client().createBucket(request -> request.bucket(BUCKET));
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    S3Client client() {
        return OpenStore.Bucket.client("us-east-1", Optional.of(endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build();
    }

    void stop() throws Exception {
        proxy.stop();
        blobs.close();
    }
}
