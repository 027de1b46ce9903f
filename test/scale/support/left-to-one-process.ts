const directory = 'it is about the files of a data directory'

/** Tests that say nothing more about replicas, each with the reason. */
export const leftToOneProcess: Readonly<Record<string, string>> = {
  'test/acceptance/configuration.test.ts': 'it is about how one process starts',
  'test/acceptance/connection-limits.test.ts': 'the proxy has the connections of clients',
  'test/acceptance/logs.test.ts': 'it is about what one process prints',
  'test/acceptance/storage-full.test.ts': directory,
  'test/hostile/aborted-uploads.test.ts': 'it goes by the files of what is under way',
  'test/hostile/announced-lengths.test.ts':
    'nginx ends connections in its own time, and a bucket has no end',
  'test/hostile/clock.test.ts': 'replicas go by the time of the database',
  'test/hostile/contents.test.ts': directory,
  'test/hostile/crashes.test.ts': directory,
  'test/hostile/damaged-store.test.ts': directory,
  'test/hostile/descriptors.test.ts': 'it is about the descriptors of one process',
  'test/hostile/disk-faults.test.ts': directory,
  'test/hostile/disk-full.test.ts': directory,
  'test/hostile/framing.test.ts': 'nginx has read each request before it sends one',
  'test/hostile/logs.test.ts': 'it is about what one process prints',
  'test/hostile/shutdown.test.ts': 'it is about how one process ends',
  'test/hostile/slow-clients.test.ts': 'nginx has the connections of clients',
  'test/hostile/store-files.test.ts': directory,
  'test/hostile/unfinished-uploads.test.ts': directory,
}
