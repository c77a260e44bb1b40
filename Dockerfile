# netdev-exporter: one static executable in an empty image, for linux/amd64 and linux/arm64. Built on the machine's own
# architecture, whichever the image is for, so `docker buildx build --platform linux/amd64,linux/arm64` needs no emulation.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

# Debian, since one archive has the C library of both architectures.
FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates libssl3 libstdc++6 zlib1g \
 && rm -rf /var/lib/apt/lists/*
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
WORKDIR /netdev-exporter
# What the link needs: a layer that outlives a change of the other sources.
COPY build.sh ./
COPY src/Build src/Build
ARG TARGETARCH
RUN ./build.sh --arch "$TARGETARCH" install
COPY . .
# Without REVISION, build.sh reads the commit from what .dockerignore lets through of .git.
ARG REVISION
ARG CREATED
# The very packages that the lock files name. `--build-arg LOCKED=false` takes what the SDK of this image asks for.
ARG LOCKED=true
RUN REVISION="$REVISION" CREATED="$CREATED" LOCKED="$LOCKED" ./build.sh --arch "$TARGETARCH"

# What a release is packed from: `docker build --target files --output FOLDER .`
FROM scratch AS files
ARG TARGETARCH
COPY --from=build /netdev-exporter/out/netdev-exporter-$TARGETARCH /netdev-exporter
COPY --from=build /netdev-exporter/out/netdev-exporter-$TARGETARCH.cdx.json /netdev-exporter.cdx.json
COPY --from=build /netdev-exporter/out/netdev-exporter-$TARGETARCH.notices.txt /THIRD-PARTY-NOTICES.txt

FROM scratch
ARG VERSION=0.1.0
# build.sh adds what is known only outside: revision, created, source, documentation.
LABEL org.opencontainers.image.title="netdev-exporter" \
      org.opencontainers.image.description="The host's network interfaces for Prometheus, from inside a container" \
      org.opencontainers.image.version="$VERSION"
COPY --from=files /netdev-exporter /netdev-exporter
# nobody, by number: there is no /etc/passwd. The host's net/dev is readable by everyone.
USER 65534:65534
EXPOSE 8080
# The executable asks itself: there is no shell and no curl. Exec form, for the same reason.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/netdev-exporter", "--healthcheck"]
ENTRYPOINT ["/netdev-exporter"]
