interface Modules {
  'app.js': typeof import('../../src/app.js')
  'compose.js': typeof import('../../src/compose.js')
  'config.js': typeof import('../../src/config.js')
  'core/file-service.js': typeof import('../../src/core/file-service.js')
  'core/list-cursor.js': typeof import('../../src/core/list-cursor.js')
  'logger.js': typeof import('../../src/logger.js')
  'metrics/metrics.js': typeof import('../../src/metrics/metrics.js')
  'storage/content/directory/directory-content-store.js': typeof import('../../src/storage/content/directory/directory-content-store.js')
  'storage/fs/node-fs.js': typeof import('../../src/storage/fs/node-fs.js')
  'storage/metadata/json/install-records.js': typeof import('../../src/storage/metadata/json/install-records.js')
  'storage/metadata/json/json-metadata-store.js': typeof import('../../src/storage/metadata/json/json-metadata-store.js')
  'version.js': typeof import('../../src/version.js')
}

const root = new URL('../../dist/src/', import.meta.url)

/** A module as it is built and shipped: what tsx makes of the sources on the fly is slower here and there. */
export const built = async <M extends keyof Modules>(module: M): Promise<Modules[M]> =>
  import(new URL(module, root).href)
