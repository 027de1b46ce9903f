import { expect, test } from 'vitest'
import { decodableUrl } from '../../src/http/decodable-url.js'

test.each([
  ['/files?name=%zz', '/files?name=%zz'],
  ['/files/%E6%96%87', '/files/%E6%96%87'],
  ['/files/%zz%41?x=%zz', '/files/%25zz%2541?x=%zz'],
  ['/files/%ff', '/files/%25ff'],
  ['/upl%6fads/100%', '/upl%6fads/100%25'],
  ['*', '*'],
  ['http://evil.example/files?limit=1', '/files?limit=1'],
  ['HTTPS://evil.example:99/files#x', '/files#x'],
  ['http://evil.%18/files', '/files'],
  ['http://a:b@[::/files/%zz', '/files/%25zz'],
  ['http:///files', '/files'],
  ['http://evil.example', '/'],
  ['http://evil.example?limit=1', '/?limit=1'],
  ['http://evil.example//files', '//files'],
  ['ftp://evil.example/files', 'ftp://evil.example/files'],
])('%s is routed as %s', (target, url) => {
  expect(decodableUrl(target)).toBe(url)
})
