package dev.casestream.chassis.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens the store that is configured when the first file is put or found; nothing of S3 is loaded where there is none. */
class OpenStore {

    @Produces
    @ApplicationScoped
    ContentStore open(
            @ConfigProperty(name = "casestream.attachments.dir", defaultValue = "attachments") Path directory,
            @ConfigProperty(name = "casestream.attachments.s3.bucket") Optional<String> bucket,
            @ConfigProperty(name = "casestream.attachments.s3.prefix") Optional<String> prefix,
            @ConfigProperty(name = "casestream.attachments.s3.region", defaultValue = "us-east-1") String region,
            @ConfigProperty(name = "casestream.attachments.s3.endpoint") Optional<URI> endpoint) {
        return bucket.<ContentStore>map(name -> new S3Store(
                        Bucket.client(region, endpoint).build(),
                        name,
                        prefix.orElse(""),
                        directory.resolve("incoming")))
                .orElseGet(() -> new DirectoryStore(directory));
    }

    /** Apart, so that its classes are loaded with the first bucket only. */
    static final class Bucket {

        private Bucket() {}

        /** Credentials come from where the SDK looks for them: environment, files, the machine's role. */
        static S3ClientBuilder client(String region, Optional<URI> endpoint) {
            var builder = S3Client.builder()
                    .region(Region.of(region))
                    .forcePathStyle(endpoint.isPresent())
                    // What speaks as S3 does need not know the checksums that Amazon has added since.
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .httpClientBuilder(UrlConnectionHttpClient.builder());
            endpoint.ifPresent(builder::endpointOverride);
            return builder;
        }
    }
}
