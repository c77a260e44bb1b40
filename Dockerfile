# netdev-exporter: one static executable in an empty image, for linux/amd64 and linux/arm64. Built on the machine's own
# architecture, whatever the image's is, so `docker buildx build --platform linux/amd64,linux/arm64` needs no emulation.

# Both images are named by tag, because no registry was in reach to check a digest. To pin one, append the digest that
# `docker buildx imagetools inspect IMAGE:TAG` prints: IMAGE:TAG@sha256:…
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

# Debian, because one archive has the C library for both architectures.
FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates libssl3 libstdc++6 zlib1g \
 && rm -rf /var/lib/apt/lists/*
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
WORKDIR /netdev-exporter
# What linking needs, in a layer that stays cached when other sources change.
COPY build.sh ./
COPY src/Build src/Build
ARG TARGETARCH
RUN ./build.sh --arch "$TARGETARCH" install
COPY . .
# Without REVISION, build.sh reads the commit from the part of .git that .dockerignore lets through.
ARG REVISION
ARG CREATED
# Exactly the packages that the lock files name. `--build-arg LOCKED=false` takes those that this image's SDK asks for.
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
# build.sh adds what is known only outside the build: revision, created, source, documentation.
LABEL org.opencontainers.image.title="netdev-exporter" \
      org.opencontainers.image.description="The host's network interfaces for Prometheus, from inside a container" \
      org.opencontainers.image.version="$VERSION"
COPY --from=files /netdev-exporter /netdev-exporter
# A user that no other program has: through the host's /proc, a process can read and write the files of each container
# whose processes have its user, and many run as 65534. Debian's base-passwd and systemd's UIDS-GIDS leave 60808 free,
# and user namespaces map it, as it is below 65536. By number: there is no /etc/passwd.
USER 60808:60808
EXPOSE 8080
# The executable checks itself: there is no shell and no curl. Exec form, for the same reason.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/netdev-exporter", "--healthcheck"]
ENTRYPOINT ["/netdev-exporter"]
