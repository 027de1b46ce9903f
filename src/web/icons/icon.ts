import { type IconName, iconPaths } from './icon-paths.js'

const svg = 'http://www.w3.org/2000/svg'

/** A picture that only repeats what stands beside it or in a label. */
export function icon(name: IconName): SVGSVGElement {
  const picture = document.createElementNS(svg, 'svg')
  picture.setAttribute('viewBox', '0 0 24 24')
  picture.setAttribute('class', 'icon')
  picture.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', iconPaths[name])
  picture.append(path)
  return picture
}
