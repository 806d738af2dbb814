package dev.casestream.ticket;

import dev.casestream.testkit.HostileQueries;
import dev.casestream.testkit.OpenApiSnapshot;
import dev.casestream.testkit.OpenApiTellsAll;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class OpenApiIT implements OpenApiSnapshot, OpenApiTellsAll, HostileQueries {}
