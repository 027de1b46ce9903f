import type { Answer } from '../../support/answer.js'
import {
  type DoorName,
  type FormEntry,
  rawEntries,
  uploadedId,
  uploadForms,
} from '../../support/doors.js'
import { filePart, multipart } from '../../support/multipart.js'
import type { FileView, SharedFile } from '../../support/wire.js'
import { digestOf, newContent } from './content.js'
import type { KnownFile } from './known-file.js'
import { newName, sharedNames, type Turn, types, UnexpectedAnswer } from './turn.js'

const rawUploads = rawEntries.filter(({ replaces }) => !replaces)
const published: ReadonlySet<DoorName> = new Set(['form', 'named'])

/** Uploads a new file, through any of the doors, as a form or as raw bytes. */
export async function upload({ client, ledger, random }: Turn): Promise<void> {
  const isRaw = random.chance(0.2)
  const entry = random.pick(isRaw ? rawUploads : uploadForms)
  const content = newContent(random)
  const isPublished = published.has(entry.door)
  const name = isPublished ? random.pick(sharedNames) : newName()
  const type = random.pick(types)
  const facts = { name, type, size: content.length, sha256: digestOf(content) }
  const pending = { facts, publishedAs: isPublished ? name : undefined }
  const body = isRaw
    ? { contentType: type, body: content }
    : multipart([filePart(content, { filename: name, type })], { boundary: 'b'.repeat(40) })
  const begun = ++ledger.clock
  ledger.uploads.add(pending)
  const answer = await client.request(entry.method, pathOf(entry, isRaw ? name : undefined), {
    headers: { 'Content-Type': body.contentType },
    body: body.body,
  })
  if (answer.status !== entry.success) throw new UnexpectedAnswer(entry.title, answer)
  ledger.uploads.delete(pending)
  const file = ledger.add(uploadedId(entry.door, answer), pending)
  ledger.acknowledge(begun)
  if (!agrees(entry.door, file, answer)) throw new UnexpectedAnswer(entry.title, answer)
  if (entry.door === 'files') ledger.learn(file, answer.json<FileView>())
}

const pathOf = (entry: FormEntry, name: string | undefined): string =>
  entry.path('') + (name === undefined ? '' : `?name=${encodeURIComponent(name)}`)

/** Whether the door says the same of the file as whoever sent it. */
function agrees(door: DoorName, { id, facts, publishedAs }: KnownFile, answer: Answer): boolean {
  if (id === '') return false
  switch (door) {
    case 'form':
      return answer.text === `File ${facts.name} uploaded successfully.`
    case 'named':
      return answer.json().name === publishedAs
    case 'share': {
      const { original_name, content_type, file_size } = answer.json<SharedFile>()
      return (
        `${original_name} ${content_type} ${file_size}` ===
        `${facts.name} ${facts.type} ${facts.size}`
      )
    }
    case 'files': {
      const view = answer.json<FileView>()
      return view.sha256 === facts.sha256 && view.revision === 1 && view.file_name === facts.name
    }
  }
}
