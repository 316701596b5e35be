# The jar is built beforehand, with: mvn -B package
FROM eclipse-temurin:17-jre AS layers
WORKDIR /layers
COPY target/listward-*.jar listward.jar
RUN java -Djarmode=tools -jar listward.jar extract --layers --destination extracted

FROM eclipse-temurin:17-jre
WORKDIR /listward
# The id is a number so that Kubernetes can see that it is not root.
RUN useradd --system --uid 10001 --home-dir /listward --shell /usr/sbin/nologin listward \
 && install --directory --owner=listward --mode=0750 data \
 && install --directory --mode=0755 routes
# What changes seldom comes first: an upgrade of Listward alone replaces the last layer only.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001
# data: the H2 files, unless LISTWARD_DATABASE_URL names a PostgreSQL. routes: *.camel.yaml that replace or add to the packed ones.
VOLUME ["/listward/data", "/listward/routes"]
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8"
ENTRYPOINT ["java", "-jar", "listward.jar"]
