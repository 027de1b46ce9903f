import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import type { ShareView } from '../support/wire.js'
import { type Changes, expectServed, fileOf, refusedWith, send } from './support/raw.js'
import { everywhere, type Request, reads, requests, titled } from './support/requests.js'
import { hostileTable, type Row } from './support/table.js'
import type { Target } from './support/target.js'

/** What somebody who is no proxy of ours says the request had been like. */
const forwarded: Readonly<Record<string, Changes>> = {
  'X-Forwarded-Host': { fields: ['X-Forwarded-Host: evil.example'] },
  'X-Forwarded-Proto': { fields: ['X-Forwarded-Proto: evil'] },
  'X-Forwarded-For': { fields: ['X-Forwarded-For: 6.6.6.6'] },
  'all of them at once': {
    fields: [
      'X-Forwarded-For: 6.6.6.6',
      'X-Forwarded-Host: evil.example:66',
      'X-Forwarded-Proto: evil',
      'X-Forwarded-Port: 66',
      'X-Forwarded-Prefix: /evil',
      'X-Real-IP: 6.6.6.6',
    ],
  },
  Forwarded: { fields: ['Forwarded: for=6.6.6.6;host=evil.example;proto=evil'] },
  'another path': { fields: ['X-Original-URL: /evil', 'X-Rewrite-URL: /evil'] },
}

const unmoved = async (target: Target, request: Request, changes: Changes) =>
  expectNoEvil(await expectServed(target, request, changes))

function expectNoEvil(answer: Answer): void {
  expect(answer.fields.join('\n')).not.toMatch(/evil|6\.6\.6\.6/)
  expect(answer.text).not.toMatch(/evil|6\.6\.6\.6/)
}

const ignored: Row = {
  id: 'H2',
  sentence: 'what a stranger says of other hosts, schemes and addresses moves no link',
  inputs: everywhere(requests, forwarded, unmoved),
}

hostileTable(
  'hosts',
  [
    {
      id: 'H1',
      sentence: 'a request for no host, for two, or for something that is none is 400',
      inputs: everywhere(
        requests,
        {
          'no Host': { host: [] },
          'two Hosts': { host: ['Host: localhost', 'Host: localhost'] },
          'two other Hosts': { host: ['Host: localhost', 'Host: evil.example'] },
          'a Host with blanks and an at sign': { host: ['Host: a b@c'] },
          'a Host of 1 000 characters': { host: [`Host: ${'a'.repeat(1000)}`] },
        },
        refusedWith(400, 'INVALID_REQUEST')
      ),
    },
    ignored,
    {
      id: 'H2',
      sentence: 'a request for somebody else is 421',
      inputs: everywhere(
        requests,
        {
          'a foreign Host': { host: ['Host: evil.example'] },
          'a foreign Host beside ours, forwarded': {
            host: ['Host: evil.example'],
            fields: ['X-Forwarded-Host: localhost'],
          },
        },
        refusedWith(421, 'MISDIRECTED_REQUEST')
      ),
    },
    {
      id: 'H20',
      sentence: 'a target in absolute form is served when it is ours, and is 421 when it is not',
      inputs: [
        ...everywhere(requests, { 'absolute form': '' }, (target, request) =>
          unmoved(target, request, { path: (path) => `http://${target.client.host}${path}` })
        ),
        ...everywhere(requests, { 'absolute form of another host': '' }, (target, request) =>
          refusedWith(421, 'MISDIRECTED_REQUEST')(target, request, {
            path: (path) => `http://evil.example${path}`,
          })
        ),
      ],
    },
  ],
  {},
  { direct: 'nginx refuses some hosts itself' }
)

const publicUrl = 'https://files.example.org/drop'
const openly = { HOST: '0.0.0.0', ACCESS: 'open', PUBLIC_URL: publicUrl }

hostileTable(
  'hosts where the public address is known',
  [
    ignored,
    {
      id: 'H2',
      sentence: 'whatever the Host, links begin with PUBLIC_URL',
      inputs: everywhere(requests, { 'a foreign Host': '' }, async (target, request) => {
        const answer = await expectServed(target, request, { host: ['Host: evil.example'] })
        expectNoEvil(answer)
        const links = answer.text.match(/(?<="download_link":")[^"]+/g) ?? []
        for (const link of links) expect(link.startsWith(`${publicUrl}/`), link).toBe(true)
      }),
    },
  ],
  openly,
  { direct: 'nginx refuses some hosts itself' }
)

hostileTable(
  'hosts behind a proxy that this peer is not',
  [ignored],
  {
    TRUST_PROXY: '10.0.0.0/8,192.0.2.1',
  },
  { direct: 'the test is the peer' }
)

/** The link that a share client is given. */
const linkFor = async (target: Target, fields: readonly string[]): Promise<string> => {
  const metadata = reads.find(({ title }) => title === 'GET /file/metadata/{id}')
  const answer = metadata && (await send(target, metadata, { fields }))
  expect(answer?.status, answer?.text).toBe(200)
  return answer?.json<ShareView>().download_link ?? ''
}

const addresses: Readonly<Record<string, string>> = {
  'ten addresses': Array.from({ length: 10 }, (_, i) => `192.0.2.${i}`).join(', '),
  'an address that is none': 'garbage',
  'an address that is none behind a good one': '192.0.2.1, unknown',
  'an address that is none before a good one': '"><script>, 192.0.2.1',
  'an IPv6 zone': 'fe80::1%eth0',
  'an IPv6 address in brackets': '[2001:db8::1]:4711',
  'an address with a port': '192.0.2.1:80',
  'a number that is too large': '999.999.999.999',
  'nothing between commas': ', , ,',
  nothing: '',
  'two thousand addresses': '1.1.1.1,'.repeat(1900),
}

hostileTable(
  'hosts behind a trusted proxy',
  [
    {
      id: 'H3',
      sentence:
        'however many addresses a proxy names, and whatever they are, all is served as ever',
      inputs: everywhere(requests, addresses, async (target, request, value) => {
        await expectServed(target, request, { fields: [`X-Forwarded-For: ${value}`] })
      }),
    },
    {
      id: 'H3',
      sentence: 'of several hosts and schemes the last counts, which the proxy itself has added',
      inputs: everywhere(
        [{ title: 'GET /file/metadata/{id}' }],
        {
          'a host': ['http://a.example', 'X-Forwarded-Host: a.example'],
          'a scheme': ['https://', 'X-Forwarded-Proto: https'],
          'several of each': [
            'https://b.example:8',
            'X-Forwarded-Host: evil.example, b.example:8',
            'X-Forwarded-Proto: http, https',
          ],
          'a scheme that is none': ['http://', 'X-Forwarded-Proto: javascript'],
          'markup for a scheme': ['http://', 'X-Forwarded-Proto: "><script>'],
          'nothing for either': ['http://', 'X-Forwarded-Host:', 'X-Forwarded-Proto:'],
        },
        async (target, _place, [start = '', ...fields]) => {
          const host = start.endsWith('//') ? `${start}${target.client.host}` : start
          const link = await linkFor(target, fields)
          expect(link).toBe(`${host}/file/download/${fileOf(target).id}`)
        }
      ),
    },
    {
      id: 'H3',
      sentence: 'a forwarded host that is none is 400',
      inputs: everywhere(
        requests,
        titled(['a b@c', 'user@host', 'a/b', '<script>', 'a'.repeat(300), '[::1', 'a:b:c']),
        (target, request, host) =>
          refusedWith(400, 'INVALID_REQUEST')(target, request, {
            fields: [`X-Forwarded-Host: ${host}`],
          })
      ),
    },
  ],
  { TRUST_PROXY: '127.0.0.1' },
  { direct: 'the test is the proxy' }
)
