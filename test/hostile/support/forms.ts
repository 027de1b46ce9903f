import type { RequestOptions } from '../../support/client.js'
import { type FormEntry, formEntries, rawEntries } from '../../support/doors.js'
import { type Multipart, multipart, part } from '../../support/multipart.js'
import { sendChunked } from '../../support/send-chunked.js'
import type { Input } from './table.js'
import type { Target } from './target.js'
import { input, type Verdict } from './verdicts.js'

/** The boundary of every form that does not choose its own. */
export const boundary = 'boundary-7d2f'

/** A body under a Content-Type, whether or not the two fit. */
export const typed = (contentType: string, body: string | Buffer): Multipart => ({
  contentType,
  body: Buffer.from(body),
})

/** A body that says of itself that it is a form with the usual boundary. */
export const asForm = (body: string | Buffer): Multipart =>
  typed(`multipart/form-data; boundary=${boundary}`, body)

/** A part by what its Content-Disposition says behind `form-data`. */
export const disposed = (
  parameters: string | Buffer,
  content: string | Buffer = 'x',
  headers: readonly string[] = []
): Buffer => {
  const disposition = [Buffer.from('Content-Disposition: form-data'), Buffer.from(parameters)]
  return part([Buffer.concat(disposition), ...headers], content)
}

type Form = Multipart | readonly Buffer[]

/** A form that is the same at every door, or made for each. */
export type FormCase = readonly [
  title: string,
  form: Form | ((entry: FormEntry) => Form),
  verdict: Verdict,
]

const made = (form: FormCase[1], entry: FormEntry): Multipart => {
  const given = typeof form === 'function' ? form(entry) : form
  return 'contentType' in given ? given : multipart(given)
}

/** Every form at every door that takes forms, with its length. */
export const everyAnnouncedForm = (cases: readonly FormCase[], entries = formEntries): Input[] =>
  cases.flatMap(([title, form, verdict]) =>
    entries.map((place) => {
      const send = ({ client }: Target, id: string) =>
        client.sendForm(place.method, place.path(id), made(form, place))
      return input(title, { place, send }, verdict)
    })
  )

const everyChunkedForm = (cases: readonly FormCase[], entries = formEntries): Input[] =>
  cases.flatMap(([title, form, verdict]) =>
    entries.map((place) => {
      const send = ({ client }: Target, id: string) => {
        const { contentType, body } = made(form, place)
        return sendChunked(client, {
          method: place.method,
          path: place.path(id),
          type: contentType,
          body,
        })
      }
      return input(`${title}, in chunks`, { place, send }, verdict)
    })
  )

/** The same, with their length and in chunks: a small form whose length is known is read in another way. */
export const everyForm = (cases: readonly FormCase[], entries = formEntries): Input[] => [
  ...everyAnnouncedForm(cases, entries),
  ...everyChunkedForm(cases, entries),
]

/** Of many forms one after the other, each with the same outcome. */
export const alike = (
  verdict: Verdict,
  forms: readonly (readonly [string, FormCase[1]])[]
): FormCase[] => forms.map(([title, form]) => [title, form, verdict])

/** Every raw body at every door that takes them, as a picture where the headers do not say otherwise. */
export const everyRaw = (
  cases: readonly (readonly [string, RequestOptions, Verdict])[],
  entries = rawEntries
): Input[] =>
  cases.flatMap(([title, { headers, body = 'x' }, verdict]) =>
    entries.map((place) =>
      input(
        title,
        {
          place,
          send: ({ client }, id) =>
            client.request(place.method, place.path(id), {
              headers: { 'Content-Type': 'image/png', ...headers },
              body,
            }),
        },
        verdict
      )
    )
  )
