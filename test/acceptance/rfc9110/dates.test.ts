import { beforeEach, describe, expect, test } from 'vitest'
import { change, changes } from '../../support/changes.js'
import { downloadRoutes, type Published, publish } from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'

const suite = useServer()
let file: Published

beforeEach(async () => {
  file = await publish(suite.current.client, { name: 'dated.txt' })
})

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The three forms of a date (RFC 9110 section 5.6.7), moved by so many seconds. */
const forms = {
  'IMF-fixdate': (ms: number) => new Date(ms).toUTCString(),
  'RFC 850': (ms: number) => {
    const [, day, month, year = '', time] = new Date(ms).toUTCString().split(' ')
    return `${days[new Date(ms).getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`
  },
  asctime: (ms: number) => {
    const [weekday = '', day, month, year, time] = new Date(ms).toUTCString().split(' ')
    return `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`
  },
}
const eachForm = Object.entries(forms).map(([title, write]) => ({ title, write }))

/** What looks like a date and is none: a condition with it is ignored. */
const none = [
  '',
  '0',
  'yesterday',
  '784111777',
  '1994-11-06T08:49:37Z',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 CET',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Mon, 31 Feb 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 99999 08:49:37 GMT',
  'Sun, 06 Nov -001 08:49:37 GMT',
]

describe.each(eachForm)('a date as $title, RFC 9110 section 5.6.7', ({ write }) => {
  const at = (seconds: number) => write(Date.parse(file.modified) + seconds * 1000)

  test.each(downloadRoutes)('is read in conditions at $title', async (route) => {
    const statusOf = async (name: string, seconds: number) =>
      (await suite.current.client.get(route.path(file), { [name]: at(seconds) })).status
    const statuses = [
      await statusOf('If-Modified-Since', -1),
      await statusOf('If-Modified-Since', 0),
      await statusOf('If-Modified-Since', 1),
      await statusOf('If-Unmodified-Since', -1),
      await statusOf('If-Unmodified-Since', 0),
      await statusOf('If-Unmodified-Since', 1),
    ]
    expect(statuses).toEqual([200, 304, 304, 412, 200, 200])
  })

  test.each(changes)('is read in the condition of a $title', async (how) => {
    const status = async (seconds: number) => {
      const headers = { 'If-Unmodified-Since': at(seconds) }
      return (await change(suite.current.client, how, file.id, headers)).status
    }
    expect(await status(-1)).toBe(412)
    expect(await status(0)).toBe(200)
  })
})

describe('what is no date, RFC 9110 sections 13.1.3 and 13.1.4', () => {
  test.each(downloadRoutes)('is ignored at $title', async (route) => {
    for (const value of none) {
      for (const name of ['If-Modified-Since', 'If-Unmodified-Since']) {
        const answer = await suite.current.client.get(route.path(file), { [name]: value })
        expect(answer.status, `${name}: ${value}`).toBe(200)
      }
    }
  })

  test.each(changes)('is ignored on $title', async (how) => {
    const value = how.method === 'DELETE' ? 'Mon, 31 Feb 1994 08:49:37 GMT' : none[4]
    const headers = { 'If-Unmodified-Since': value ?? '' }
    expect((await change(suite.current.client, how, file.id, headers)).status).toBe(200)
  })
})

describe('dates in answers, RFC 9110 sections 6.6.1 and 8.8.2.1', () => {
  const fixdate =
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

  test.each(downloadRoutes)(
    'are IMF-fixdates at $title, and none is ahead of Date',
    async (route) => {
      const answer = await suite.current.client.get(route.path(file))
      const [date = '', modified = ''] = [answer.get('date'), answer.get('last-modified')]
      expect([date, modified]).toEqual([
        expect.stringMatching(fixdate),
        expect.stringMatching(fixdate),
      ])
      expect(Date.parse(modified)).toBeLessThanOrEqual(Date.parse(date))
    }
  )

  test.each(['/livez', '/files', '/nothing', '/upload'])(
    'stand on every answer, as at %s',
    async (path) => {
      expect((await suite.current.client.get(path)).get('date')).toMatch(fixdate)
    }
  )
})
