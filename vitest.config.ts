import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { HostileSummary } from './test/hostile/support/summary.js'
import { leftToOneProcess } from './test/scale/support/left-to-one-process.js'

type ProjectConfig = TestProjectInlineConfiguration['test']

/** Folders with a suite of their own; every other test under test/ is a unit test, so none is left out. */
const suites = [
  'properties',
  'conformance',
  'acceptance',
  'client',
  'cli',
  'clients',
  'admin',
  'hostile',
  'crash',
  'tus',
  'browser',
  'real',
  'scale',
]

const project = (name: string, include: string[], more: ProjectConfig = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
})

export default defineConfig({
  test: {
    // More than there are cores: most files wait for a server most of the time.
    maxWorkers: availableParallelism() + 1,
    // A process a file: what a test does to handles, signals or memory ends with it.
    pool: 'forks',
    // That something hangs, not that it is slow: machines have other things to do.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    retry: 0,
    reporters: ['default', new HostileSummary()],
    restoreMocks: true,
    projects: [
      project('unit', ['test/**/*.test.ts'], {
        exclude: suites.map((suite) => `test/${suite}/**`),
      }),
      project('properties', ['test/properties/**/*.test.ts'], {
        setupFiles: ['test/properties/support/configure.ts'],
      }),
      project('conformance', ['test/conformance/**/*.test.ts']),
      project('acceptance', ['test/acceptance/**/*.test.ts'], {
        exclude: ['test/acceptance/{rfc9110,tus}/**'],
      }),
      // None of these is part of `npm test`. Every condition at every route, by the section of the RFC.
      project('rfc9110', ['test/acceptance/rfc9110/**/*.test.ts']),
      // The client in this process and the command line as one of its own, each before a server.
      project('cli', ['test/{client,cli}/**/*.test.ts']),
      // Clients that generators of others make of openapi.yaml, each in its own language, which it installs.
      project('clients', ['test/clients/**/*.test.ts'], { hookTimeout: 900_000 }),
      // Commands of operators are processes of their own, beside servers.
      project('admin', ['test/admin/**/*.test.ts']),
      // Every hostile input, damage and faults at every byte and every call take their time.
      // One test is a row, and a row is many inputs.
      project('hostile', ['test/hostile/**/*.test.ts'], { testTimeout: 300_000 }),
      project('crash', ['test/crash/**/*.test.ts']),
      // Against services of others, which it installs and starts.
      project('real', ['test/real/**/*.test.ts'], {
        globalSetup: 'test/real/support/install.ts',
      }),
      // Replicas behind nginx.
      project('scale', ['test/scale/**/*.test.ts'], {
        globalSetup: 'test/real/support/install.ts',
        testTimeout: 300_000,
      }),
      // The same tests again that run on one process, over two of them behind nginx on a database and a bucket.
      project('scaled', ['test/{acceptance,hostile}/**/*.test.ts'], {
        globalSetup: ['test/real/support/install.ts', 'test/scale/support/stores.ts'],
        exclude: Object.keys(leftToOneProcess),
        setupFiles: ['test/scale/support/stand-on-shared.ts'],
        testTimeout: 300_000,
      }),
      // Resumable uploads over sockets, and by clients of others, in this process and in Python, on lines that break.
      project('tus', ['test/{tus,acceptance/tus}/**/*.test.ts'], {
        globalSetup: 'test/tus/support/python.ts',
        testTimeout: 300_000,
      }),
      // Needs Chromium.
      project('browser', ['test/browser/**/*.test.ts']),
    ],
  },
})
