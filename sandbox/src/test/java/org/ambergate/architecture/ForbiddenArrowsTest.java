package org.ambergate.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows that must never exist ({@code docs/house-plan.md}, section 2), each a rule. */
@AnalyzeClasses(packages = "org.ambergate", importOptions = ForbiddenArrowsTest.MainCode.class)
final class ForbiddenArrowsTest {
    /** Everything but tests, also those that another module offers as a test jar. */
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(location)
                    && !location.contains("-tests.jar")
                    && !location.contains("/test-classes/");
        }
    }

    private static final String[] PURE = {
        "org.ambergate.identifier..", "org.ambergate.digest..", "org.ambergate.fault..", "org.ambergate.message..",
        "org.ambergate.pki..", "org.ambergate.signature..", "org.ambergate.transport..", "org.ambergate.globalconf..",
        "org.ambergate.messagelog..", "org.ambergate.timestamp..", "org.ambergate.asic..", "org.ambergate.audit..",
        "org.ambergate.evidence.."
    };
    private static final String[] SECURITY_SERVER = {
        "org.ambergate.securityserver..",
        "org.ambergate.consumer..",
        "org.ambergate.provider..",
        "org.ambergate.exchange..",
        "org.ambergate.admin..",
        "org.ambergate.downloads..",
        "org.ambergate.trust..",
        "org.ambergate.serverconf..",
        "org.ambergate.signing..",
        "org.ambergate.ocsp..",
        "org.ambergate.journal..",
        "org.ambergate.timestamping..",
        "org.ambergate.auditindex..",
        "org.ambergate.config..",
        "org.ambergate.observe.."
    };
    private static final String[] CENTRAL_SERVER = {
        "org.ambergate.publication..", "org.ambergate.distribution..", "org.ambergate.register.."
    };

    @ArchTest
    static final ArchRule pureRoomsKnowNoNetworkDatabaseMeterOrLogger = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.net..",
                    "io.netty..",
                    "java.net.http..",
                    "java.sql..",
                    "io.micrometer..",
                    "org.slf4j..",
                    "java.util.logging..",
                    "java.nio.file.."));

    @ArchTest
    static final ArchRule pureRoomsKnowNoServer = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .dependOnClassesThat(resideInAnyPackage(SECURITY_SERVER));

    @ArchTest
    static final ArchRule consumerKnowsNoProvider = noClasses()
            .that(resideInAnyPackage("org.ambergate.consumer.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.provider.."));

    @ArchTest
    static final ArchRule providerKnowsNoConsumer = noClasses()
            .that(resideInAnyPackage("org.ambergate.provider.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.consumer.."));

    @ArchTest
    static final ArchRule onlyTheEdgeAndTheBenchKnowNetty = noClasses()
            .that()
            .resideOutsideOfPackages("org.ambergate.net..", "org.ambergate.sandbox.bench..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty.."));

    @ArchTest
    static final ArchRule theEdgeKnowsOnlyFaultsOfOurs = noClasses()
            .that(resideInAnyPackage("org.ambergate.net.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate..")
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            resideInAnyPackage("org.ambergate.net..", "org.ambergate.fault.."))));

    @ArchTest
    static final ArchRule codecsNeverAskAboutTrust = noClasses()
            .that(resideInAnyPackage("org.ambergate.transport.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.pki..",
                    "org.ambergate.signature..",
                    "org.ambergate.timestamp..",
                    "org.ambergate.globalconf.."));

    @ArchTest
    static final ArchRule roomsOfTheSecondFloorDoNotKnowEachOther = noClasses()
            .that(resideInAnyPackage("org.ambergate.signature.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.globalconf..", "org.ambergate.transport..", "org.ambergate.timestamp.."));

    @ArchTest
    static final ArchRule timestampsDoNotKnowTheirNeighbours = noClasses()
            .that(resideInAnyPackage("org.ambergate.timestamp.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.signature..", "org.ambergate.globalconf..", "org.ambergate.transport.."));

    @ArchTest
    static final ArchRule timestampingDoesNotKnowTheJournal = noClasses()
            .that(resideInAnyPackage("org.ambergate.timestamping.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.journal..",
                    "org.ambergate.signing..",
                    "org.ambergate.trust..",
                    "org.ambergate.ocsp.."));

    @ArchTest
    static final ArchRule globalConfigurationDoesNotKnowSignatures = noClasses()
            .that(resideInAnyPackage("org.ambergate.globalconf.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.signature..", "org.ambergate.transport.."));

    @ArchTest
    static final ArchRule roomsOfTheFirstFloorDoNotKnowEachOther = noClasses()
            .that(resideInAnyPackage("org.ambergate.pki.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.message.."));

    @ArchTest
    static final ArchRule containersDoNotKnowTheLog = noClasses()
            .that(resideInAnyPackage("org.ambergate.asic.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.messagelog..", "org.ambergate.transport.."));

    @ArchTest
    static final ArchRule roomsOfTheFourthFloorDoNotKnowEachOther = noClasses()
            .that(resideInAnyPackage("org.ambergate.evidence.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.audit..",
                    "org.ambergate.timestamp..",
                    "org.ambergate.globalconf..",
                    "org.ambergate.transport.."));

    @ArchTest
    static final ArchRule lowerFloorsAndSearchesDoNotKnowTheExport = noClasses()
            .that(resideInAnyPackage(
                    "org.ambergate.audit..",
                    "org.ambergate.asic..",
                    "org.ambergate.messagelog..",
                    "org.ambergate.net.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.evidence.."));

    @ArchTest
    static final ArchRule theLogsFormatDoesNotKnowContainers = noClasses()
            .that(resideInAnyPackage("org.ambergate.messagelog.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.asic.."));

    @ArchTest
    static final ArchRule theJournalDoesNotKnowSigning = noClasses()
            .that(resideInAnyPackage("org.ambergate.journal.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.signing.."));

    @ArchTest
    static final ArchRule signingDoesNotKnowTheJournal = noClasses()
            .that(resideInAnyPackage("org.ambergate.signing.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.journal..", "org.ambergate.messagelog.."));

    @ArchTest
    static final ArchRule theAuditIndexKnowsNoOtherRoomOfTheServer = noClasses()
            .that(resideInAnyPackage("org.ambergate.auditindex.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(SECURITY_SERVER)
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            resideInAnyPackage("org.ambergate.auditindex.."))));

    @ArchTest
    static final ArchRule theRegisterKnowsNoOtherRoomOfTheServer = noClasses()
            .that(resideInAnyPackage("org.ambergate.register.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CENTRAL_SERVER)
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            resideInAnyPackage("org.ambergate.register.."))));

    @ArchTest
    static final ArchRule publicationKnowsNoOtherRoomOfTheServer = noClasses()
            .that(resideInAnyPackage("org.ambergate.publication.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CENTRAL_SERVER)
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            resideInAnyPackage("org.ambergate.publication.."))));

    @ArchTest
    static final ArchRule onlyTheAuditIndexAndTheRegisterKnowADatabase = noClasses()
            .that()
            .resideOutsideOfPackages("org.ambergate.auditindex..", "org.ambergate.register..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "org.jdbi..", "org.flywaydb.."));

    @ArchTest
    static final ArchRule lowerRoomsDoNotKnowTheExchange = noClasses()
            .that(resideInAnyPackage(
                    "org.ambergate.trust..",
                    "org.ambergate.serverconf..",
                    "org.ambergate.signing..",
                    "org.ambergate.ocsp..",
                    "org.ambergate.journal..",
                    "org.ambergate.timestamping..",
                    "org.ambergate.config.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.exchange..",
                    "org.ambergate.consumer..",
                    "org.ambergate.provider..",
                    "org.ambergate.admin..",
                    "org.ambergate.downloads..",
                    "org.ambergate.securityserver.."));

    @ArchTest
    static final ArchRule administrationDoesNotKnowExchanges = noClasses()
            .that(resideInAnyPackage("org.ambergate.admin.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.consumer..", "org.ambergate.provider..", "org.ambergate.exchange.."));

    @ArchTest
    static final ArchRule downloadsKnowNoOtherRoomOfTheUpperFloor = noClasses()
            .that(resideInAnyPackage("org.ambergate.downloads.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.ambergate.consumer..",
                    "org.ambergate.provider..",
                    "org.ambergate.admin..",
                    "org.ambergate.auditindex..",
                    "org.ambergate.securityserver.."));

    @ArchTest
    static final ArchRule noOtherRoomKnowsTheDownloads = noClasses()
            .that()
            .resideOutsideOfPackages("org.ambergate.downloads..", "org.ambergate.securityserver..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.downloads.."));

    @ArchTest
    static final ArchRule theCommandLineKnowsNoServer = noClasses()
            .that(resideInAnyPackage("org.ambergate.cli.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(SECURITY_SERVER).or(resideInAnyPackage(CENTRAL_SERVER)));

    @ArchTest
    static final ArchRule theServersDoNotKnowEachOther = noClasses()
            .that(resideInAnyPackage(CENTRAL_SERVER))
            .should()
            .dependOnClassesThat(resideInAnyPackage(SECURITY_SERVER));

    @ArchTest
    static final ArchRule theSecurityServerDoesNotKnowTheCentralServer = noClasses()
            .that(resideInAnyPackage(SECURITY_SERVER))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CENTRAL_SERVER));

    @ArchTest
    static final ArchRule serversDoNotKnowTheSandbox = noClasses()
            .that()
            .resideOutsideOfPackage("org.ambergate.sandbox..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.ambergate.sandbox.."));

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("org.ambergate.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule proofsAreMintedInTheirOwnPackageOnly = classes()
            .that()
            .haveSimpleName("VerifiedMessage")
            .or()
            .haveSimpleName("SignedMessage")
            .or()
            .haveSimpleName("VerifiedTimestamp")
            .or()
            .haveSimpleName("AccessGrant")
            .or()
            .haveSimpleName("LogReceipt")
            .or()
            .haveSimpleName("AuthenticatedPeer")
            .or()
            .haveSimpleName("AuthenticatedClient")
            .should(new HaveNoPublicConstructor());
}
