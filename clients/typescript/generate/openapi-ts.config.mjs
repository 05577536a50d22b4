/** The models alone: the operations are made by `scripts/clients/typescript-operations.ts`, for a core that retries, waits and refuses as all our clients do. */
export default {
  input: '../../../openapi/openapi.json',
  output: { path: '../src/generated', clean: false, entryFile: false, fileName: { suffix: null } },
  plugins: [{ name: '@hey-api/typescript' }],
  logs: { file: false },
};
