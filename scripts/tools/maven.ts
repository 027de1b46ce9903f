import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGently } from './tools.js'

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** Puts what a `pom.xml` beside this file names, with all that it needs, into `lib/` of the directory. */
export async function copyLibraries(folder: string, directory: string): Promise<void> {
  const pom = join(directory, 'pom.xml')
  copyFileSync(fileURLToPath(new URL(`${folder}/pom.xml`, import.meta.url)), pom)
  const output = `-DoutputDirectory=${join(directory, 'lib')}`
  await runGently(['mvn', '-q', '-B', '-f', pom, copyDependencies, output])
}
