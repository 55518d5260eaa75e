package io.firstlight.embedded.testkit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

final class TestServersTest {

    @Test
    void givesEveryCallerTheSameBroker() throws Exception {
        String servers = TestKafka.shared().bootstrapServers();
        assertThat(TestKafka.shared().bootstrapServers()).isEqualTo(servers);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("test-servers", 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("test-servers");
        }
    }

    @Test
    void givesEveryCallerADatabaseOfItsOwn() throws Exception {
        TestPostgres.Database first = TestPostgres.shared().freshDatabase();
        TestPostgres.Database second = TestPostgres.shared().freshDatabase();
        assertThat(first.jdbcUrl()).isNotEqualTo(second.jdbcUrl());
        try (Connection connection = first.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE only_here (id int)");
        }
        try (Connection connection = second.connect();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(
                        "SELECT count(*), current_setting('server_version') FROM pg_tables WHERE schemaname = 'public'")) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getInt(1)).isZero();
            assertThat(tables.getString(2)).startsWith("18.");
        }
    }

    @Test
    void showsNoPasswordInTheTextOfADatabase() {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        assertThat(database.toString()).doesNotContain(database.password());
    }
}
