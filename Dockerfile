FROM node:24-bookworm-slim AS build
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts \
 && mkdir -p /keep && cp node_modules/@scalar/api-reference/dist/browser/standalone.js /keep/ \
 && npm prune --omit=dev --ignore-scripts \
 && mkdir -p node_modules/@scalar/api-reference/dist/browser \
 && mv /keep/standalone.js node_modules/@scalar/api-reference/dist/browser/
COPY src src
COPY migrations migrations
COPY scripts/tenant.ts scripts/migrate.ts scripts/

# The runtime alone: Node from the same image, no npm, no yarn, no compilers, no shell tools beyond Debian's base.
FROM debian:bookworm-slim
RUN groupadd --gid 1000 countersign && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin countersign \
 && mkdir /data && chown 1000:1000 /data
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /srv /srv
WORKDIR /srv
ENV NODE_ENV=production PORT=8080 DATA_DIR=/data
USER 1000:1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
