package io.firstlight.archive.schema;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.ArchiveLab;
import io.firstlight.embedded.testkit.TestPostgres;
import org.junit.jupiter.api.RepeatedTest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveSchemaTest {

    private static final int SERVICES = 4;

    /** Each ran once. */
    private static final int MIGRATIONS = 2;

    @RepeatedTest(3)
    void servicesThatStartAtOnceOnAnEmptyDatabaseDoNotCollide() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        try (ExecutorService services = Executors.newFixedThreadPool(SERVICES)) {
            Callable<Integer> service = () -> {
                try (HikariDataSource pool = ArchiveLab.pool(database)) {
                    ArchiveSchema.migrate(pool);
                    return migrations(pool);
                }
            };
            List<Future<Integer>> started = new ArrayList<>();
            for (int i = 0; i < SERVICES; i++) {
                started.add(services.submit(service));
            }
            for (Future<Integer> migrations : started) {
                assertThat(migrations.get()).isEqualTo(MIGRATIONS);
            }
        }
    }

    private static int migrations(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM archive.schema_history WHERE success AND version IS NOT NULL")) {
            row.next();
            return row.getInt(1);
        }
    }
}
