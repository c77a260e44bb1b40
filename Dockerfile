# netdev-exporter: one static executable in an empty image. `docker build .`, for linux/amd64 and linux/arm64 alike.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /netdev-exporter
# What the link needs. build.sh would install it as well; here it is a layer that outlives a change of the sources.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends gcc lld musl-dev \
 && rm -rf /var/lib/apt/lists/*
COPY . .
ARG REVISION=unknown
# The very packages that the lock files name. `--build-arg LOCKED=false` takes what the SDK of this image asks for.
ARG LOCKED=true
RUN REVISION="$REVISION" LOCKED="$LOCKED" ./build.sh

FROM scratch
ARG REVISION=unknown
LABEL org.opencontainers.image.title="netdev-exporter" \
      org.opencontainers.image.description="The host's network interfaces for Prometheus, from inside a container" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /netdev-exporter/out/netdev-exporter /netdev-exporter
# nobody, by number: there is no /etc/passwd. The host's net/dev is readable by everyone.
USER 65534:65534
EXPOSE 8080
# The executable asks itself: there is no shell and no curl. Exec form, for the same reason.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/netdev-exporter", "--healthcheck"]
ENTRYPOINT ["/netdev-exporter"]
