import type { FileView } from '../../support/wire.js'
import { isLeaving } from './change.js'
import { digestOf } from './content.js'
import type { KnownFile } from './known-file.js'
import { sharedNames, type Turn, UnexpectedAnswer } from './turn.js'

/** Downloads a whole file by its id, which counts. */
export async function download(turn: Turn, file: KnownFile): Promise<void> {
  const { client, ledger, random } = turn
  const path = random.pick([`/files/${file.id}`, `/file/download/${file.id}`])
  file.asked++
  ledger.touched.add(file.id)
  const answer = await client.get(path)
  if (answer.status === 404 && isLeaving(turn, file)) return
  const content = { size: answer.body.length, sha256: digestOf(answer.body) }
  if (answer.status !== 200 || !ledger.downloaded(content, file.id)) {
    throw new UnexpectedAnswer(`GET ${path}`, answer)
  }
}

/** Downloads the newest file of a name, whichever that is, which counts as well. */
export async function downloadByName({ client, ledger, random }: Turn): Promise<void> {
  const name = random.pick(sharedNames)
  ledger.askedByName.set(name, (ledger.askedByName.get(name) ?? 0) + 1)
  const answer = await client.get(`/uploads/${name}`)
  // Whether there is one at all depends on what others do meanwhile.
  if (answer.status === 404) return
  const content = { size: answer.body.length, sha256: digestOf(answer.body) }
  if (answer.status !== 200 || !ledger.downloaded(content, undefined)) {
    throw new UnexpectedAnswer(`GET /uploads/${name}`, answer)
  }
}

/** Reads what is known of a file: what one client has seen is there for good as well. */
export async function look(turn: Turn, file: KnownFile): Promise<void> {
  const answer = await turn.client.get(`/files/${file.id}/metadata`)
  if (answer.status === 404 && isLeaving(turn, file)) return
  if (answer.status !== 200 || !turn.ledger.learn(file, answer.json<FileView>())) {
    throw new UnexpectedAnswer(`metadata of ${JSON.stringify(file)}`, answer)
  }
}
