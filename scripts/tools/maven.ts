import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGently } from './tools.js'

const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** Puts what a `pom.xml` beside this file names, with all that it needs, into `lib/` of the directory. */
export async function copyLibraries(folder: string, directory: string): Promise<void> {
  const pom = fileURLToPath(new URL(`${folder}/pom.xml`, import.meta.url))
  copyFileSync(pom, join(directory, 'pom.xml'))
  await copyDependencies(directory)
}

/** The same for the `pom.xml` in the directory itself, with a Maven scope: only what is needed to build, say. */
export async function copyDependencies(directory: string, scope?: 'compile'): Promise<void> {
  const output = `-DoutputDirectory=${join(directory, 'lib')}`
  const pom = join(directory, 'pom.xml')
  const scoped = scope === undefined ? [] : [`-DincludeScope=${scope}`]
  await runGently(['mvn', '-q', '-B', '-f', pom, copy, output, ...scoped])
}
