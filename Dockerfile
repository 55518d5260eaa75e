# One image for every service: the command says which. Build the distribution first: mvn -B -DskipTests package
FROM eclipse-temurin:25-jre

# Numeric, so that an orchestrator can see that it is not root.
RUN mkdir /data && chown 10001:10001 /data
COPY --chown=0:0 standalone/target/firstlight /opt/firstlight
RUN ln -s /opt/firstlight/bin/firstlight /usr/local/bin/firstlight
USER 10001:10001
WORKDIR /data
VOLUME /data

# In a container every service answers on port 8080 of every address: its own HTTP, or health and metrics.
ENV FIRSTLIGHT_HOST=0.0.0.0 \
    FIRSTLIGHT_PORT=8080 \
    FIRSTLIGHT_HEALTH_HOST=0.0.0.0 \
    FIRSTLIGHT_HEALTH_PORT=8080
EXPOSE 8080

# The shell's own TCP: the image needs no curl for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["firstlight"]
CMD ["--help"]
