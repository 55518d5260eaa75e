package io.firstlight.embedded;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.kafka.Records;
import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;

/**
 * A process with both servers, to be killed. Writes a record and commits a row again and again, and prints each number once
 * both are acknowledged.
 */
final class ServersInChild {

    private ServersInChild() {}

    public static void main(String[] arguments) throws Exception {
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
                EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.of(data.kafka(), 0), fault -> {});
                EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(
                        EmbeddedPostgreSqlConfig.of(data.postgres(), Path.of(arguments[1]), 0));
                Records records = new Records(kafka.bootstrapServers());
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement create = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
            records.createTopic("kept");
            create.execute("CREATE TABLE kept (number int)");
            for (int number = 0; ; number++) {
                records.write("kept", String.valueOf(number));
                insert.setInt(1, number);
                insert.executeUpdate();
                System.out.println("acknowledged " + number);
            }
        }
    }
}
