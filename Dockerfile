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
COPY packs packs
COPY scripts/tenant.ts scripts/migrate.ts scripts/

FROM node:24-bookworm-slim
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn-* /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/bin/corepack \
 && mkdir /data && chown node:node /data
COPY --from=build /srv /srv
WORKDIR /srv
ENV NODE_ENV=production PORT=8080 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
