package io.firstlight.webedge.love;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.user.NewUser;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.love.LoveServer.Reply;
import io.firstlight.webedge.love.database.LoveSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/** LOVE's REST of the home page. Each test makes what it changes, or puts it back. */
class LoveResourcesTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String FORBIDDEN = "{\"detail\":\"You do not have permission to perform this action.\"}";
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUg==";
    private static final String DATA_URL = "data:image/png;base64," + PNG;

    @TempDir
    private static Path directory;

    private static LoveServer love;

    @BeforeAll
    static void start() {
        love = new LoveServer(directory, "/love");
        love.auth().administration().add(new NewUser("nobody", "nobody_nobody", "", "", "", false, Set.of()));
        love.auth()
                .administration()
                .add(new NewUser("ada", "ada_ada_ada", "ada@example.org", "Ada", "L", false, Set.of()));
    }

    @AfterAll
    static void stop() {
        love.close();
    }

    @Nested
    class GeneralRules {

        @Test
        void nothingIsGivenWithoutAToken() throws Exception {
            for (String path : List.of(
                    "/api/config",
                    "/api/configfile/",
                    "/api/emergencycontact/",
                    "/api/controllocation/?selected",
                    "/api/user/",
                    "/api/imagetag/",
                    "/api/scriptconfiguration/",
                    "/ui_framework/views/summary/",
                    "/ui_framework/workspaces/",
                    "/ui_framework/workspaceviews/")) {
                Reply reply = love.get("", path);

                assertThat(reply.status()).as(path).isEqualTo(401);
                assertThat(reply.json())
                        .isEqualTo(json("{\"detail\":\"Authentication credentials were not provided.\"}"));
                assertThat(reply.headers()).containsEntry("www-authenticate", "Token");
            }
        }

        @Test
        void aSlashAtTheEndMakesNoDifference() throws Exception {
            assertThat(love.get("user", "/api/emergencycontact").body())
                    .isEqualTo(love.get("user", "/api/emergencycontact/").body());
            assertThat(love.get("user", "/api/config/").status()).isEqualTo(200);
        }

        @Test
        void aBodyThatIsNoJsonIsToldSo() throws Exception {
            Reply reply = love.send("admin", "POST", "/ui_framework/views/", "{\"name\": ");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("detail").asText()).startsWith("JSON parse error - ");
            assertThat(love.send("admin", "POST", "/ui_framework/views/", "[1]").status())
                    .isEqualTo(400);
        }

        @Test
        void whatAPathDoesNotKnowIsNamed() throws Exception {
            Reply method = love.send("admin", "DELETE", "/api/user/", null);
            Reply path = love.get("admin", "/api/nothing/");

            assertThat(method.status()).isEqualTo(405);
            assertThat(method.json()).isEqualTo(json("{\"detail\":\"Method \\\"DELETE\\\" not allowed.\"}"));
            assertThat(path.status()).isEqualTo(404);
            assertThat(path.json()).isEqualTo(json("{\"detail\":\"Not found.\"}"));
        }

        @Test
        void pagesOfAnyOriginMayAsk() throws Exception {
            Reply reply = send("user", "GET", "/api/config", "Origin", "http://elsewhere.example");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers())
                    .containsEntry("access-control-allow-origin", "http://elsewhere.example")
                    .containsEntry("access-control-allow-credentials", "true")
                    .containsEntry("vary", "Origin");
            assertThat(love.get("user", "/api/config").headers()).doesNotContainKey("access-control-allow-origin");
        }

        @Test
        void refusalsCarryTheHeadersForOtherOrigins() throws Exception {
            Reply reply = send("", "GET", "/api/config", "Origin", "http://elsewhere.example");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.headers()).containsEntry("access-control-allow-origin", "http://elsewhere.example");
        }

        @Test
        void preflightsAreAnsweredWithoutAToken() throws Exception {
            Reply reply = send(
                    "",
                    "OPTIONS",
                    "/ui_framework/views/31/",
                    "Origin",
                    "http://elsewhere.example",
                    "Access-Control-Request-Method",
                    "PUT",
                    "Access-Control-Request-Headers",
                    "authorization,content-type");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.bytes()).isEmpty();
            assertThat(reply.headers())
                    .containsEntry("access-control-allow-origin", "http://elsewhere.example")
                    .containsEntry("access-control-allow-methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT");
            assertThat(reply.headers().get("access-control-allow-headers")).contains("authorization", "content-type");
        }

        @Test
        void formsAreUnderstood() throws Exception {
            Reply reply = love.send(
                    "admin",
                    "POST",
                    "/ui_framework/workspaces/",
                    "name=By+form",
                    "Content-Type",
                    "application/x-www-form-urlencoded");

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.json().get("name").asText()).isEqualTo("By form");
            love.send("admin", "DELETE", "/ui_framework/workspaces/" + reply.id() + "/", null);
        }

        @Test
        void aDatabaseThatDoesNotAnswerIs503() throws Exception {
            PGSimpleDataSource away = new PGSimpleDataSource();
            away.setURL("jdbc:postgresql://127.0.0.1:1/none");
            Reply reply = love.getWithoutDatabase("user", "/api/config", away);

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json()).isEqualTo(json("{\"detail\":\"The database does not answer.\"}"));
        }

        @Test
        void edgesThatStartAtOnceMakeTheTablesOnce() throws Exception {
            TestPostgres.Database fresh = TestPostgres.shared().freshDatabase();
            try (HikariDataSource pool = DatabaseConfig.of(fresh.jdbcUrl(), fresh.user(), fresh.password())
                            .openPool("love-start-test");
                    ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Callable<Boolean> start = () -> {
                    LoveSchema.migrate(pool);
                    return true;
                };
                for (Future<Boolean> started : threads.invokeAll(List.of(start, start))) {
                    assertThat(started.get()).isTrue();
                }
            }
            try (Connection connection = fresh.connect();
                    Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("select count(*) from love.image_tag")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isEqualTo(13);
            }
        }
    }

    @Nested
    class Configurations {

        private static final String DEFAULT_CONTENT = "{\"alarms\":{\"minSeveritySound\":\"mute\","
                + "\"minSeverityNotification\":\"mute\"},\"camFeeds\":{\"generic\":\"/gencam\",\"allSky\":\"/gencam\"}}";

        @Test
        void theFirstFileIsTheDefault() throws Exception {
            Reply reply = love.get("user", "/api/config");

            assertThat(fields(reply.json())).containsExactly("id", "filename", "content", "update_timestamp");
            assertThat(reply.json().get("id").asLong()).isEqualTo(1);
            assertThat(reply.json().get("filename").asText()).isEqualTo("default.json");
            assertThat(reply.json().get("content")).isEqualTo(json(DEFAULT_CONTENT));
            assertThat(reply.json().get("update_timestamp").asText()).matches(TIME);
            assertThat(love.get("user", "/api/configfile/1/content").json()).isEqualTo(reply.json());
        }

        @Test
        void filesAreListedWithoutTheirContent() throws Exception {
            JsonNode list = love.get("user", "/api/configfile/").json();

            assertThat(list.get(list.size() - 1).get("username").asText()).isEqualTo("admin");
            assertThat(fields(list.get(0)))
                    .containsExactly("id", "username", "filename", "creation_timestamp", "update_timestamp");
            assertThat(love.get("user", "/api/configfile/1/")
                            .json()
                            .get("filename")
                            .asText())
                    .isEqualTo("default.json");
        }

        @Test
        void aChosenFileCountsForItsUserOnly() throws Exception {
            long id = love.send(
                            "admin",
                            "POST",
                            "/api/configfile/",
                            "{\"filename\":\"night.json\",\"content\":{\"a\":[1]}}")
                    .id();
            String before = love.get("user", "/api/configfile/" + id + "/")
                    .json()
                    .get("update_timestamp")
                    .asText();

            Reply chosen = love.send("user", "POST", "/api/config-set", "{\"config_id\": " + id + "}");

            assertThat(chosen.status()).isEqualTo(200);
            assertThat(chosen.json().get("content")).isEqualTo(json("{\"a\":[1]}"));
            assertThat(chosen.json().get("update_timestamp").asText()).isGreaterThan(before);
            assertThat(json(love.resources().configOf("user"))).isEqualTo(chosen.json());
            assertThat(json(love.resources().configOf("cmd_user")).get("id").asLong())
                    .isEqualTo(1);
            // The list begins with what changed last.
            assertThat(love.get("user", "/api/configfile/")
                            .json()
                            .get(0)
                            .get("id")
                            .asLong())
                    .isEqualTo(id);

            love.send("user", "POST", "/api/config-set", "{\"config_id\": 1}");
            assertThat(json(love.resources().configOf("user")).get("id").asLong())
                    .isEqualTo(1);

            love.send("user", "POST", "/api/config-set", "{\"config_id\": " + id + "}");
            assertThat(love.send("admin", "DELETE", "/api/configfile/" + id + "/", null)
                            .status())
                    .isEqualTo(204);
            assertThat(json(love.resources().configOf("user")).get("id").asLong())
                    .isEqualTo(1);
        }

        @Test
        void unknownFilesAre404WithoutABody() throws Exception {
            for (String body :
                    List.of("{\"config_id\": 99}", "{}", "{\"config_id\": \"x\"}", "{\"config_id\": null}")) {
                Reply reply = love.send("user", "POST", "/api/config-set", body);
                assertThat(reply.status()).as(body).isEqualTo(404);
                assertThat(reply.bytes()).isEmpty();
            }
            Reply content = love.get("user", "/api/configfile/99/content/");
            assertThat(content.status()).isEqualTo(404);
            assertThat(content.bytes()).isEmpty();
            assertThat(love.get("user", "/api/configfile/99/").json()).isEqualTo(json("{\"detail\":\"Not found.\"}"));
        }

        @Test
        void onlyWhoAdministersWrites() throws Exception {
            String body = "{\"filename\":\"x.json\",\"content\":{}}";

            assertThat(love.send("cmd_user", "POST", "/api/configfile/", body).body())
                    .isEqualTo(FORBIDDEN);
            assertThat(love.send("user", "PUT", "/api/configfile/1/", body).status())
                    .isEqualTo(403);
            assertThat(love.send("user", "PATCH", "/api/configfile/1/", body).status())
                    .isEqualTo(403);
            assertThat(love.send("user", "DELETE", "/api/configfile/1/", null).status())
                    .isEqualTo(403);
        }

        @Test
        void filesAreChangedAsAWholeOrInPart() throws Exception {
            long id = love.send("admin", "POST", "/api/configfile/", "{\"filename\":\"a.json\",\"content\":{\"x\":1}}")
                    .id();
            String file = "/api/configfile/" + id + "/";

            assertThat(love.send("admin", "PUT", file, "{\"filename\":\"b.json\"}")
                            .json())
                    .isEqualTo(json("{\"content\":[\"This field is required.\"]}"));
            assertThat(love.send("admin", "PATCH", file, "{\"filename\":\"b.json\"}")
                            .json()
                            .get("filename")
                            .asText())
                    .isEqualTo("b.json");
            assertThat(love.send("admin", "PATCH", file, "{\"content\":[]}").json())
                    .isEqualTo(json("{\"content\":[\"Value must be a JSON object.\"]}"));
            assertThat(love.get("user", file + "content").json().get("content")).isEqualTo(json("{\"x\":1}"));
            assertThat(love.send("admin", "PATCH", "/api/configfile/99/", "{}").status())
                    .isEqualTo(404);
            love.send("admin", "DELETE", file, null);
        }

        @Test
        void theLastFileStays() throws Exception {
            assertThat(love.send("admin", "DELETE", "/api/configfile/99/", null).status())
                    .isEqualTo(404);
            Reply reply = love.send("admin", "DELETE", "/api/configfile/1/", null);

            assertThat(reply.status()).isEqualTo(409);
            assertThat(love.get("user", "/api/config").status()).isEqualTo(200);
        }
    }

    @Nested
    class ListsOfTheObservatory {

        @Test
        void contactsAreSortedBySubsystem() throws Exception {
            JsonNode contacts = love.get("nobody", "/api/emergencycontact/").json();
            assertThat(contacts).hasSize(2);
            assertThat(fields(contacts.get(0)))
                    .containsExactlyInAnyOrder(
                            "id",
                            "creation_timestamp",
                            "update_timestamp",
                            "subsystem",
                            "name",
                            "contact_info",
                            "email");
            assertThat(contacts.get(0).get("subsystem").asText()).isEqualTo("ATDome");
            assertThat(contacts.get(0).get("update_timestamp").asText()).matches(TIME);
        }

        @Test
        void contactsAreWrittenByWhoAdministers() throws Exception {
            String body =
                    "{\"subsystem\":\"AAA\",\"name\":\" Zoë \",\"contact_info\":\"1\",\"email\":\"z@example.org\"}";
            assertThat(love.send("user", "POST", "/api/emergencycontact/", body).body())
                    .isEqualTo(FORBIDDEN);

            Reply made = love.send("admin", "POST", "/api/emergencycontact/", body);
            String contact = "/api/emergencycontact/" + made.id() + "/";

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.json().get("name").asText()).isEqualTo("Zoë");
            assertThat(love.get("user", contact).json()).isEqualTo(made.json());
            assertThat(love.send("user", "PATCH", contact, "{\"name\":\"x\"}").status())
                    .isEqualTo(403);
            Reply changed = love.send("admin", "PATCH", contact, "{\"name\":\"x\"}");
            assertThat(changed.json().get("name").asText()).isEqualTo("x");
            assertThat(changed.json().get("update_timestamp").asText())
                    .isGreaterThan(made.json().get("update_timestamp").asText());
            assertThat(changed.json().get("creation_timestamp"))
                    .isEqualTo(made.json().get("creation_timestamp"));
            assertThat(love.send("admin", "PUT", contact, "{\"name\":\"x\"}").json())
                    .isEqualTo(
                            json(
                                    "{\"subsystem\":[\"This field is required.\"],"
                                            + "\"contact_info\":[\"This field is required.\"],\"email\":[\"This field is required.\"]}"));
            assertThat(love.send("user", "DELETE", contact, null).status()).isEqualTo(403);
            assertThat(love.send("admin", "DELETE", contact, null).status()).isEqualTo(204);
            assertThat(love.send("admin", "DELETE", contact, null).status()).isEqualTo(404);
            assertThat(love.get("user", contact).json()).isEqualTo(json("{\"detail\":\"Not found.\"}"));
            assertThat(love.get("user", "/api/emergencycontact/x/").status()).isEqualTo(404);
        }

        @Test
        void everyWrongFieldIsNamed() throws Exception {
            Reply reply = love.send(
                    "admin",
                    "POST",
                    "/api/emergencycontact/",
                    "{\"subsystem\":null,\"name\":\"  \",\"contact_info\":{},\"email\":\"nobody\"}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json())
                    .isEqualTo(json("{\"subsystem\":[\"This field may not be null.\"],"
                            + "\"name\":[\"This field may not be blank.\"],\"contact_info\":[\"Not a valid string.\"],"
                            + "\"email\":[\"Enter a valid email address.\"]}"));
            assertThat(love.send("admin", "PATCH", "/api/emergencycontact/1/", "{\"name\":\"a\\u0000b\"}")
                            .json())
                    .isEqualTo(json("{\"name\":[\"Null characters are not allowed.\"]}"));
            assertThat(love.send("admin", "PATCH", "/api/emergencycontact/1/", "{\"name\":\"a\\ud800b\"}")
                            .json())
                    .isEqualTo(json("{\"name\":[\"Not a valid string.\"]}"));
            assertThat(love.get("user", "/api/emergencycontact/").json()).hasSize(2);
        }

        @Test
        void tagsAreSortedByLabel() throws Exception {
            JsonNode tags = love.get("user", "/api/imagetag/").json();
            List<String> labels = new ArrayList<>();
            tags.forEach(tag -> labels.add(tag.get("label").asText()));

            assertThat(labels).hasSize(13).isSorted();
            assertThat(fields(tags.get(0)))
                    .containsExactlyInAnyOrder("id", "creation_timestamp", "update_timestamp", "label", "key");
            assertThat(love.send("user", "POST", "/api/imagetag/", "{\"label\":\"a\",\"key\":\"a\"}")
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void usersAreThoseWithANameOfTheirOwn() throws Exception {
            Reply reply = love.get("user", "/api/user/");

            assertThat(reply.json())
                    .contains(json("{\"username\":\"ada\",\"email\":\"ada@example.org\",\"first_name\":\"Ada\","
                            + "\"last_name\":\"L\"}"));
            assertThat(reply.body()).doesNotContain("\"admin\"").doesNotContain("cmd_user");
            assertThat(love.send("admin", "POST", "/api/user/", "{\"username\":\"eve\"}")
                            .status())
                    .isEqualTo(405);
        }
    }

    @Nested
    class Locations {

        @Test
        void areThreeOfWhichNoneIsSelected() throws Exception {
            JsonNode locations = love.get("user", "/api/controllocation/").json();

            assertThat(locations).hasSize(3);
            assertThat(locations.get(0).get("name").asText()).isEqualTo("summit");
            assertThat(fields(locations.get(0)))
                    .containsExactlyInAnyOrder(
                            "id",
                            "creation_timestamp",
                            "update_timestamp",
                            "name",
                            "description",
                            "selected",
                            "ip_whitelist");
            assertThat(love.get("user", "/api/controllocation/?selected").body())
                    .isEqualTo("[]");
            assertThat(love.get("user", "/api/controllocation/?selected=false").body())
                    .isEqualTo("[]");
            assertThat(love.get("user", "/api/controllocation/2/").json()).isEqualTo(locations.get(1));
        }

        @Test
        void theWhitelistInForceIsTheSelectedOnesElseTheFirstOnes() throws Exception {
            patch(1, "{\"ip_whitelist\":\"10.0.0.1\"}");
            patch(2, "{\"ip_whitelist\":\"10.0.0.2, 10.1.0.0/16\"}");
            assertThat(love.resources().commandWhitelist()).isEqualTo("10.0.0.1");

            patch(3, "{\"selected\":true}");
            assertThat(love.resources().commandWhitelist()).isEmpty();
            JsonNode second = patch(2, "{\"selected\":true}").json();

            assertThat(love.resources().commandWhitelist()).isEqualTo("10.0.0.2, 10.1.0.0/16");
            assertThat(love.get("user", "/api/controllocation/?selected").json())
                    .isEqualTo(json("[" + second + "]"));

            patch(1, "{\"ip_whitelist\":\"\"}");
            assertThat(love.send(
                                    "admin",
                                    "PUT",
                                    "/api/controllocation/2/",
                                    "{\"selected\":false,\"ip_whitelist\":\"\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(love.get("user", "/api/controllocation/?selected").body())
                    .isEqualTo("[]");
        }

        @Test
        void areChangedByWhoAdministersOnly() throws Exception {
            assertThat(love.send("cmd_user", "PATCH", "/api/controllocation/1/", "{\"selected\":true}")
                            .body())
                    .isEqualTo(FORBIDDEN);
            assertThat(patch(1, "{\"selected\":\"perhaps\"}").json())
                    .isEqualTo(json("{\"selected\":[\"Must be a valid boolean.\"]}"));
            assertThat(patch(99, "{\"selected\":true}").status()).isEqualTo(404);
            assertThat(love.send("admin", "POST", "/api/controllocation/", "{}").status())
                    .isEqualTo(405);
            assertThat(love.send("admin", "DELETE", "/api/controllocation/1/", null)
                            .status())
                    .isEqualTo(405);
        }

        private Reply patch(long id, String body) throws Exception {
            return love.send("admin", "PATCH", "/api/controllocation/" + id + "/", body);
        }
    }

    @Nested
    class Scripts {

        private static final String SCHEMA = "\"type: object\\nproperties: {a: {type: number}, b: {default: 2}}\"";

        @Test
        void aConfigurationIsGivenBackWithItsDefaults() throws Exception {
            Reply reply = check("\"a: 1\"", SCHEMA);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json()).isEqualTo(json("{\"title\":\"None\",\"output\":{\"a\":1,\"b\":2}}"));
        }

        @Test
        void whatTheSchemaRefusesIsAnAnswer() throws Exception {
            Reply reply = check("\"a: x\"", SCHEMA);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json())
                    .isEqualTo(json("{\"title\":\"INVALID CONFIG YAML\",\"error\":{\"message\":"
                            + "\"'x' is not of type 'number'\",\"path\":[\"a\"],"
                            + "\"schema_path\":[\"properties\",\"a\",\"type\"]}}"));
        }

        @Test
        void brokenYamlIsShownWithItsPlace() throws Exception {
            Reply reply = check("\"a: 1\\nb\\nc: 2\"", SCHEMA);
            JsonNode error = reply.json().get("error");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().get("title").asText()).isEqualTo("ERROR WHILE PARSING YAML STRING");
            assertThat(fields(error)).containsExactlyInAnyOrder("context", "note", "problem", "problem_mark");
            assertThat(error.get("context").asText()).isEqualTo("while scanning a simple key");
            assertThat(error.get("note").isNull()).isTrue();
            assertThat(error.get("problem").asText()).isEqualTo("could not find expected ':'");
            assertThat(error.get("problem_mark"))
                    .isEqualTo(json("{\"buffer\":\"a: 1\\nb\\nc: 2\\u0000\",\"column\":0,\"index\":7,\"line\":2,"
                            + "\"name\":\"<unicode string>\",\"pointer\":7}"));
        }

        @Test
        void aSchemaThatIsNoneIs400() throws Exception {
            assertThat(check("\"a: 1\"", "\"type: nonsense\"").status()).isEqualTo(400);
            assertThat(check("\"a: 1\"", "\"[\"").json().get("schema")).isNotNull();
            assertThat(love.send("user", "POST", "/api/validate-config-schema/", "{\"config\":\"\"}")
                            .json())
                    .isEqualTo(json("{\"schema\":[\"This field is required.\"]}"));
        }

        @Test
        void configurationsAreSavedAndFoundByScript() throws Exception {
            Reply made = save("standard", "first", "\"  a: 1\\n\"");
            assertThat(made.status()).isEqualTo(201);
            assertThat(fields(made.json()))
                    .containsExactlyInAnyOrder(
                            "id", "script_path", "config_name", "config_schema", "script_type", "creation_timestamp");
            // White space is part of YAML and stays.
            assertThat(made.json().get("config_schema").asText()).isEqualTo("  a: 1\n");
            assertThat(made.json().get("creation_timestamp").asText()).matches(TIME);
            Reply newer = save("standard", "second", "\"a: 2\"");
            Reply other = save("external", "third", "\"a: 3\"");

            JsonNode found = love.get("user", "/api/scriptconfiguration/?path=slew.py&type=standard")
                    .json();
            assertThat(found).isEqualTo(json("[" + newer.body() + "," + made.body() + "]"));
            assertThat(love.get("user", "/api/scriptconfiguration/?path=slew.py")
                            .json())
                    .hasSize(3);
            assertThat(love.get("user", "/api/scriptconfiguration/?path=%00&type=standard")
                            .body())
                    .isEqualTo("[]");
            assertThat(love.get("user", "/api/scriptconfiguration/").json().get(0))
                    .isEqualTo(other.json());
            for (Reply reply : List.of(made, newer, other)) {
                assertThat(love.send("user", "DELETE", "/api/scriptconfiguration/" + reply.id() + "/", null)
                                .status())
                        .isEqualTo(204);
            }
        }

        @Test
        void aConfigurationThatDoesNotFitIsNotSaved() throws Exception {
            Reply invalid = save("standard", "bad", "\"a: x\"");
            Reply broken = save("standard", "bad", "\"a: [\"");

            assertThat(invalid.status()).isEqualTo(400);
            assertThat(invalid.json().get("title").asText()).isEqualTo("INVALID CONFIG YAML");
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.json().get("title").asText()).isEqualTo("ERROR WHILE PARSING YAML STRING");
            assertThat(save("internal", "bad", "\"a: 1\"").json())
                    .isEqualTo(json("{\"script_type\":[\"\\\"internal\\\" is not a valid choice.\"]}"));
            assertThat(love.get("user", "/api/scriptconfiguration/?path=slew.py&type=standard")
                            .body())
                    .isEqualTo("[]");
        }

        @Test
        void aChangeIsCheckedToo() throws Exception {
            Reply made = save("standard", "first", "\"a: 1\"");
            String path = "/api/scriptconfiguration/" + made.id() + "/";

            assertThat(love.send("user", "PATCH", path, "{\"config_schema\":\"a: x\",\"schema\":" + SCHEMA + "}")
                            .status())
                    .isEqualTo(400);
            assertThat(love.send("user", "PATCH", path, "{\"config_schema\":\"a: 2\"}")
                            .json())
                    .isEqualTo(json("{\"schema\":[\"This field is required.\"]}"));
            assertThat(love.send("user", "PATCH", path, "{\"config_schema\":\"a: 2\",\"schema\":" + SCHEMA + "}")
                            .json()
                            .get("config_schema")
                            .asText())
                    .isEqualTo("a: 2");
            assertThat(love.send("user", "PATCH", path, "{\"config_name\":\"renamed\"}")
                            .json()
                            .get("config_name")
                            .asText())
                    .isEqualTo("renamed");
            assertThat(love.send("user", "PATCH", path, "{}").status()).isEqualTo(200);
            love.send("user", "DELETE", path, null);
        }

        private Reply check(String config, String schema) throws Exception {
            return love.send(
                    "user",
                    "POST",
                    "/api/validate-config-schema/",
                    "{\"config\":" + config + ",\"schema\":" + schema + "}");
        }

        private Reply save(String type, String name, String config) throws Exception {
            return love.send(
                    "user",
                    "POST",
                    "/api/scriptconfiguration/",
                    "{\"script_path\":\"slew.py\",\"config_name\":\"" + name + "\",\"script_type\":\"" + type
                            + "\",\"config_schema\":" + config + ",\"schema\":" + SCHEMA + "}");
        }
    }

    @Nested
    class Views {

        @Test
        void summariesHaveNoDataAndBeginWithWhatChangedLast() throws Exception {
            Reply older = make("{\"name\":\"Older\",\"data\":{\"k\":1}}");
            Reply newer = make("{\"name\":\"Newer\",\"data\":{\"k\":2},\"screen\":\"4k\"}");

            JsonNode summaries =
                    love.get("user", "/ui_framework/views/summary/").json();
            assertThat(summaries.get(0))
                    .isEqualTo(json(
                            "{\"id\":" + newer.id() + ",\"name\":\"Newer\",\"thumbnail\":null,\"screen\":\"4k\"}"));
            assertThat(summaries.get(1).get("id").asLong()).isEqualTo(older.id());

            love.send("user", "PATCH", view(older), "{}");
            assertThat(love.get("user", "/ui_framework/views/summary/")
                            .json()
                            .get(0)
                            .get("id")
                            .asLong())
                    .isEqualTo(older.id());
            assertThat(love.get("user", "/ui_framework/views/").json().get(0)).isEqualTo(older.json());
            delete(older, newer);
        }

        @Test
        void someComeWithANewObservatory() throws Exception {
            JsonNode views = love.get("user", "/ui_framework/views/").json();

            assertThat(views.size()).isGreaterThanOrEqualTo(6);
            for (JsonNode view : views) {
                assertThat(view.get("data").get("properties").get("type").asText())
                        .isEqualTo("container");
            }
        }

        @Test
        void aViewIsGivenBackAsItWasSent() throws Exception {
            String data =
                    "{\"properties\":{\"type\":\"container\",\"x\":0.10,\"w\":1e400},\"content\":{\"é\":\"\\ud800\","
                            + "\"nul\":\"\\u0000\",\"n\":[null,true,1.0,0.10,-2e-7]}}";
            Reply made = make("{\"name\":\"Ünïcode 観測\",\"data\":" + data + ",\"other\":1}");

            assertThat(made.status()).isEqualTo(201);
            assertThat(fields(made.json())).containsExactlyInAnyOrder("id", "name", "thumbnail", "screen", "data");
            assertThat(made.json().get("name").asText()).isEqualTo("Ünïcode 観測");
            assertThat(made.json().get("screen").asText()).isEqualTo("desktop");
            assertThat(made.json().get("data")).isEqualTo(json(data));
            assertThat(made.body()).contains("[null,true,1.0,0.10,-2E-7]");
            assertThat(love.get("user", view(made)).json()).isEqualTo(made.json());
            delete(made);
        }

        @Test
        void aNameHasAtMost20CharactersAndAScreenIsOneOfThree() throws Exception {
            assertThat(make("{\"name\":\"123456789012345678901\",\"screen\":\"tv\"}")
                            .json())
                    .isEqualTo(json("{\"name\":[\"Ensure this field has no more than 20 characters.\"],"
                            + "\"screen\":[\"\\\"tv\\\" is not a valid choice.\"]}"));
            assertThat(make("{\"data\":{}}").json()).isEqualTo(json("{\"name\":[\"This field is required.\"]}"));
            Reply fitting = make("{\"name\":\"12345678901234567890\",\"screen\":\"mobile\"}");
            assertThat(fitting.status()).isEqualTo(201);
            assertThat(fitting.json().get("data").isNull()).isTrue();
            delete(fitting);
        }

        @Test
        void putNeedsANameAndKeepsWhatIsNotGiven() throws Exception {
            Reply made =
                    make("{\"name\":\"One\",\"data\":{\"k\":1},\"screen\":\"4k\",\"thumbnail\":\"" + DATA_URL + "\"}");

            assertThat(love.send("user", "PUT", view(made), "{\"data\":{}}").json())
                    .isEqualTo(json("{\"name\":[\"This field is required.\"]}"));
            Reply put = love.send("user", "PUT", view(made), "{\"name\":\"Two\"}");
            assertThat(put.status()).isEqualTo(200);
            assertThat(put.json().get("screen").asText()).isEqualTo("4k");
            assertThat(put.json().get("data")).isEqualTo(json("{\"k\":1}"));
            assertThat(put.json().get("thumbnail")).isEqualTo(made.json().get("thumbnail"));
            Reply patch = love.send("user", "PATCH", view(made), "{\"data\":{\"k\":2}}");
            assertThat(patch.json().get("name").asText()).isEqualTo("Two");
            assertThat(patch.json().get("data")).isEqualTo(json("{\"k\":2}"));
            Reply emptied = love.send("user", "PATCH", view(made), "{\"screen\":null,\"data\":null}");
            assertThat(emptied.json().get("screen").isNull()).isTrue();
            assertThat(emptied.json().get("data").isNull()).isTrue();
            delete(made);
        }

        @Test
        void areFoundByAPartOfTheirName() throws Exception {
            Reply made = make("{\"name\":\"Needle 100%_x\"}");

            assertThat(love.get("user", "/ui_framework/views/search/?query=nEEDLE")
                            .json())
                    .isEqualTo(json("[" + made.body() + "]"));
            assertThat(love.get("user", "/ui_framework/views/search/?query=100%25_")
                            .json())
                    .hasSize(1);
            assertThat(love.get("user", "/ui_framework/views/search/?query=100x")
                            .body())
                    .isEqualTo("[]");
            assertThat(love.get("user", "/ui_framework/views/search/?query=%00").body())
                    .isEqualTo("[]");
            assertThat(love.get("user", "/ui_framework/views/search/").json())
                    .isEqualTo(love.get("user", "/ui_framework/views/").json());
            delete(made);
        }

        @Test
        void areReadByAllAndWrittenByTheGroupUiFramework() throws Exception {
            assertThat(love.get("nobody", "/ui_framework/views/summary/").status())
                    .isEqualTo(200);
            for (String path : List.of("views", "workspaces", "workspaceviews")) {
                String list = "/ui_framework/" + path + "/";
                assertThat(love.send("nobody", "POST", list, "{}").body()).isEqualTo(FORBIDDEN);
                for (String method : List.of("PUT", "PATCH", "DELETE")) {
                    assertThat(love.send("nobody", method, list + "1/", "{}").status())
                            .as(method + " " + list)
                            .isEqualTo(403);
                }
            }
            Reply made = make("{\"name\":\"Mine\"}");
            assertThat(love.send("admin", "DELETE", view(made), null).status()).isEqualTo(204);
        }

        @Test
        void whatIsGoneIs404() throws Exception {
            Reply made = make("{\"name\":\"Short lived\"}");
            Reply gone = love.send("user", "DELETE", view(made), null);

            assertThat(gone.status()).isEqualTo(204);
            assertThat(gone.bytes()).isEmpty();
            for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
                Reply reply = love.send("user", method, view(made), "{}");
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.json()).isEqualTo(json("{\"detail\":\"Not found.\"}"));
            }
            assertThat(love.get("user", "/ui_framework/views/abc/").status()).isEqualTo(404);
            assertThat(love.get("user", "/ui_framework/views/99999999999999999999/")
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void thumbnailsAreServedWithoutATokenAndRunNothing() throws Exception {
            Reply made = make("{\"name\":\"Pictured\",\"thumbnail\":\"" + DATA_URL + "\"}");
            String url = made.json().get("thumbnail").asText();
            assertThat(url).isEqualTo("/love/manager/media/thumbnails/view_" + made.id() + ".png");

            Reply image = love.get("", url.substring("/love/manager".length()));

            assertThat(image.status()).isEqualTo(200);
            assertThat(image.bytes()).isEqualTo(Base64.getDecoder().decode(PNG));
            assertThat(image.headers())
                    .containsEntry("content-type", "image/png")
                    .containsEntry("x-content-type-options", "nosniff");
            Reply again = send(
                    "",
                    "GET",
                    url.substring("/love/manager".length()),
                    "If-None-Match",
                    String.valueOf(image.headers().get("etag")));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.bytes()).isEmpty();
            assertThat(love.get("", "/media/thumbnails/view_" + made.id() + ".jpg")
                            .status())
                    .isEqualTo(404);
            assertThat(love.get("", "/media/thumbnails/..%2Fview_1.png").status())
                    .isNotEqualTo(200);
            delete(made);
            assertThat(love.get("", url.substring("/love/manager".length())).status())
                    .isEqualTo(404);
        }

        @Test
        void aThumbnailThatIsSentBackAsItsPathIsCleared() throws Exception {
            Reply made = make("{\"name\":\"Pictured\",\"thumbnail\":\"" + DATA_URL + "\"}");
            String url = made.json().get("thumbnail").asText();

            Reply put = love.send("user", "PUT", view(made), "{\"name\":\"Pictured\",\"thumbnail\":\"" + url + "\"}");

            assertThat(put.json().get("thumbnail").isNull()).isTrue();
            assertThat(love.get("", url.substring("/love/manager".length())).status())
                    .isEqualTo(404);
            Reply gif =
                    love.send("user", "PATCH", view(made), "{\"thumbnail\":\"data:image/png;base64,R0lGODlhAQ==\"}");
            assertThat(gif.json().get("thumbnail").asText()).endsWith("/view_" + made.id() + ".gif");
            delete(made);
        }

        @Test
        void aThumbnailHasAtMost2MiB() throws Exception {
            byte[] large = new byte[(2 << 20) + 1];
            System.arraycopy(Base64.getDecoder().decode(PNG), 0, large, 0, 16);
            String base64 = Base64.getEncoder().encodeToString(large);

            Reply refused = make("{\"name\":\"Large\",\"thumbnail\":\"data:image/png;base64," + base64 + "\"}");
            assertThat(refused.json())
                    .isEqualTo(json("{\"thumbnail\":[\"Ensure this image has no more than 2097152 bytes.\"]}"));
        }

        @Test
        void aThumbnailThatIsNoImageChangesNothing() throws Exception {
            Reply made = make("{\"name\":\"Pictured\",\"thumbnail\":\"" + DATA_URL + "\"}");
            Reply refused = love.send(
                    "user", "PUT", view(made), "{\"name\":\"Other\",\"thumbnail\":\"data:image/png;base64,PHN2Zz4=\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().get("thumbnail").get(0).asText()).startsWith("Upload a valid image.");
            assertThat(love.get("user", view(made)).json()).isEqualTo(made.json());
            delete(made);
        }

        @Test
        void workspacesHoldViewsInTheirOrder() throws Exception {
            Reply one = make("{\"name\":\"One\",\"data\":{\"k\":1}}");
            Reply two = make("{\"name\":\"Two\",\"screen\":\"mobile\"}");
            Reply workspace =
                    love.send("user", "POST", "/ui_framework/workspaces/", "{\"name\":\"Night\",\"views\":[1]}");
            assertThat(workspace.status()).isEqualTo(201);
            assertThat(fields(workspace.json()))
                    .containsExactlyInAnyOrder("id", "creation_timestamp", "update_timestamp", "name", "views");
            assertThat(workspace.json().get("views")).isEmpty();

            Reply place = place(workspace, one, ",\"sort_value\":2,\"view_name\":\"First\"");
            assertThat(place.status()).isEqualTo(201);
            assertThat(fields(place.json()))
                    .containsExactlyInAnyOrder(
                            "id",
                            "creation_timestamp",
                            "update_timestamp",
                            "view_name",
                            "sort_value",
                            "workspace",
                            "view");
            assertThat(place.json().get("view").asLong()).isEqualTo(one.id());
            assertThat(place(workspace, two, "").json().get("sort_value").asInt())
                    .isZero();

            String path = "/ui_framework/workspaces/" + workspace.id() + "/";
            assertThat(love.get("user", path).json().get("views"))
                    .isEqualTo(json("[" + two.id() + "," + one.id() + "]"));
            assertThat(love.get("user", path + "full/").json().get("views"))
                    .isEqualTo(json("[" + two.body() + "," + one.body() + "]"));
            JsonNode named = last(
                    love.get("user", "/ui_framework/workspaces/with_view_name/").json());
            assertThat(named.get("id").asLong()).isEqualTo(workspace.id());
            assertThat(named.get("views").get(0))
                    .isEqualTo(json(
                            "{\"id\":" + two.id() + ",\"name\":\"Two\",\"thumbnail\":null,\"screen\":\"mobile\"}"));

            delete(one);
            assertThat(love.get("user", path).json().get("views")).isEqualTo(json("[" + two.id() + "]"));
            assertThat(love.send("user", "DELETE", path, null).status()).isEqualTo(204);
            assertThat(love.get("user", "/ui_framework/workspaceviews/").body()).isEqualTo("[]");
            delete(two);
        }

        @Test
        void aViewIsInAWorkspaceOnce() throws Exception {
            Reply view = make("{\"name\":\"Only\"}");
            Reply other = make("{\"name\":\"Other\"}");
            Reply workspace = love.send("user", "POST", "/ui_framework/workspaces/", "{\"name\":\"Once\"}");
            place(workspace, view, "");
            Reply second = place(workspace, other, "");

            Reply again = place(workspace, view, "");
            assertThat(again.status()).isEqualTo(400);
            assertThat(again.json())
                    .isEqualTo(json("{\"non_field_errors\":[\"The fields workspace, view must make a unique set.\"]}"));
            assertThat(love.send(
                                    "user",
                                    "PATCH",
                                    "/ui_framework/workspaceviews/" + second.id() + "/",
                                    "{\"view\":" + view.id() + "}")
                            .status())
                    .isEqualTo(400);
            assertThat(love.send(
                                    "user",
                                    "POST",
                                    "/ui_framework/workspaceviews/",
                                    "{\"workspace\":\"x\",\"view\":9999,\"sort_value\":-1}")
                            .json())
                    .isEqualTo(json("{\"workspace\":[\"Incorrect type. Expected pk value, received str.\"],"
                            + "\"sort_value\":[\"Ensure this value is greater than or equal to 0.\"]}"));
            assertThat(love.send(
                                    "user",
                                    "POST",
                                    "/ui_framework/workspaceviews/",
                                    "{\"workspace\":" + workspace.id() + ",\"view\":9999}")
                            .json())
                    .isEqualTo(json("{\"view\":[\"Invalid pk \\\"9999\\\" - object does not exist.\"]}"));
            love.send("user", "DELETE", "/ui_framework/workspaces/" + workspace.id() + "/", null);
            delete(view, other);
        }

        @Test
        void anUnknownWorkspaceInFullIs404WithoutABody() throws Exception {
            Reply reply = love.get("user", "/ui_framework/workspaces/999/full/");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.bytes()).isEmpty();
            assertThat(love.get("user", "/ui_framework/workspaces/999/").json())
                    .isEqualTo(json("{\"detail\":\"Not found.\"}"));
        }

        private Reply make(String body) throws Exception {
            return love.send("user", "POST", "/ui_framework/views/", body);
        }

        private Reply place(Reply workspace, Reply view, String more) throws Exception {
            return love.send(
                    "user",
                    "POST",
                    "/ui_framework/workspaceviews/",
                    "{\"workspace\":" + workspace.id() + ",\"view\":" + view.id() + more + "}");
        }

        private String view(Reply made) throws Exception {
            return "/ui_framework/views/" + made.id() + "/";
        }

        private void delete(Reply... views) throws Exception {
            for (Reply view : views) {
                love.send("user", "DELETE", view(view), null);
            }
        }
    }

    private static Reply send(String user, String method, String path, String... headers) throws Exception {
        return love.send(user, method, path, null, headers);
    }

    private static JsonNode json(String text) throws Exception {
        return Json.mapper().readTree(text);
    }

    private static JsonNode last(JsonNode array) {
        return array.get(array.size() - 1);
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
