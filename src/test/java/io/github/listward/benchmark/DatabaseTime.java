package io.github.listward.benchmark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Times what every data source of an application spends in the database: its statements, of all threads, and its commits. */
final class DatabaseTime implements BeanPostProcessor {

    private static final Set<String> TIMED = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch", "commit", "rollback", "setAutoCommit");

    private final Map<String, Spent> byStatement = new ConcurrentHashMap<>();

    private static final class Spent {
        private final AtomicLong nanos = new AtomicLong();
        private final AtomicLong times = new AtomicLong();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Timed(source) : bean;
    }

    void reset() {
        byStatement.clear();
    }

    Duration total() {
        return Duration.ofNanos(byStatement.values().stream().mapToLong(spent -> spent.nanos.get()).sum());
    }

    long roundTrips() {
        return byStatement.values().stream().mapToLong(spent -> spent.times.get()).sum();
    }

    /** @param time of one of so many flushes */
    record Expense(String time, String statement) {}

    /** The most expensive statements, the worst first. */
    List<Expense> worst(int flushes, int count) {
        return byStatement.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Spent> each) -> each.getValue().nanos.get()).reversed())
                .limit(count)
                .map(each -> new Expense("%.1f ms, %.1f times".formatted(each.getValue().nanos.get() / 1e6 / flushes, (double) each.getValue().times.get() / flushes),
                        shortened(each.getKey())))
                .toList();
    }

    private static String shortened(String statement) {
        String line = statement.replaceAll("\\s+", " ").trim();
        return line.length() <= 110 ? line : line.substring(0, 110) + " ...";
    }

    private final class Timed extends DelegatingDataSource {

        private Timed(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return timed(super.getConnection(), Connection.class, "connection");
        }
    }

    private <T> T timed(T target, Class<T> type, String statement) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object result = TIMED.contains(method.getName())
                    ? timed(target, method, arguments, arguments != null && arguments[0] instanceof String sql ? sql : statement)
                    : invoke(target, method, arguments);
            if (result instanceof PreparedStatement prepared) {
                return timed(prepared, PreparedStatement.class, (String) arguments[0]);
            }
            return result instanceof Statement plain ? timed(plain, Statement.class, "statement") : result;
        };
        return type.cast(Proxy.newProxyInstance(DatabaseTime.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object timed(Object target, Method method, Object[] arguments, String statement) throws Throwable {
        long began = System.nanoTime();
        try {
            return invoke(target, method, arguments);
        } finally {
            Spent spent = byStatement.computeIfAbsent(
                    statement.equals("connection") ? method.getName() : statement, key -> new Spent());
            spent.nanos.addAndGet(System.nanoTime() - began);
            spent.times.incrementAndGet();
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
