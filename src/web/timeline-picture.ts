/**
 * A case's clocks as a small picture without letters, for readers of any language; its legend and its text equivalent are
 * words beside it. Each meaning has a shape of its own beside its colour (Okabe and Ito's, safe for colour-blind readers).
 *
 *     ▽ warning (open)   ▼ due (solid)   ◆ met
 *     ████  running      ╱╱╱╱ paused     ─── closed    ╳╳╳╳ over its time
 *     grey ground: the centre is closed; the line from top to bottom with feet: now
 */
import type { CaseTimeline, TimelineMark, TimelineSegment } from '../domain/case-timeline.ts'
import { Canvas, type Colour } from './png.ts'

const WIDTH = 640
const HEIGHT = 120
/** Left and right of the time that is shown, so that marks at its ends are whole. */
const MARGIN = 12
const GROUND = { top: 24, bottom: 104 }
const BAR = { top: 44, bottom: 84 }
const MARK = { top: 6, size: 8 }

const colours = {
  paper: [255, 255, 255],
  open: [247, 247, 247],
  closed: [217, 217, 217],
  running: [0, 114, 178],
  paused: [86, 180, 233],
  over: [213, 94, 0],
  warning: [230, 159, 0],
  line: [64, 64, 64],
  met: [0, 158, 115],
} as const satisfies Record<string, Colour>
type ColourName = keyof typeof colours
const names = Object.keys(colours) as ColourName[]
const numberOf = (name: ColourName): number => names.indexOf(name)

/** 640 × 120 pixels as a PNG file; the same timeline gives the same bytes. Throws RangeError for a timeline without length. */
export function drawTimeline(timeline: CaseTimeline): Buffer {
  const { from, to, now, segments, closed, marks } = timeline
  const length = to.getTime() - from.getTime()
  if (!(length > 0)) throw new RangeError('A timeline ends after it begins')
  const xOf = (at: Date): number =>
    MARGIN + Math.round(((at.getTime() - from.getTime()) / length) * (WIDTH - 2 * MARGIN))
  const canvas = new Canvas(
    WIDTH,
    HEIGHT,
    names.map((name) => colours[name]),
  )

  canvas.fill([xOf(from), GROUND.top, xOf(to), GROUND.bottom], numberOf('open'))
  for (const stretch of closed)
    canvas.fill([xOf(stretch.from), GROUND.top, xOf(stretch.to), GROUND.bottom], numberOf('closed'))
  for (const segment of segments) drawSegment(canvas, segment, xOf(segment.from), xOf(segment.to))
  for (const mark of marks) drawMark(canvas, mark.kind, xOf(mark.at))
  if (now >= from && now <= to) drawNow(canvas, xOf(now))
  return canvas.png()
}

function drawSegment(canvas: Canvas, { kind }: TimelineSegment, left: number, right: number): void {
  const { top, bottom } = BAR
  const middle = (top + bottom) / 2
  // What happened is seen, however short it was.
  const end = Math.max(right, left + 1)
  const bar = [left, top, end, bottom] as const
  if (kind === 'running') {
    canvas.fill(bar, numberOf('running'))
  } else if (kind === 'paused') {
    canvas.fill(bar, numberOf('paper'))
    canvas.fill(bar, numberOf('paused'), (x, y) => (x + y) % 8 < 3)
  } else if (kind === 'over') {
    canvas.fill(bar, numberOf('over'))
    canvas.fill(bar, numberOf('paper'), (x, y) => (x + y) % 10 === 0 || (x - y + WIDTH) % 10 === 0)
  } else {
    canvas.fill([left, middle - 2, end, middle + 2], numberOf('line'))
  }
}

function drawMark(canvas: Canvas, kind: TimelineMark['kind'], x: number): void {
  const { top, size } = MARK
  const colour = numberOf(kind === 'met' ? 'met' : kind === 'warning' ? 'warning' : 'line')
  const half = size / 2
  for (let y = 0; y <= size; y++) {
    const reach = kind === 'met' ? half - Math.abs(y - half) : size - y
    for (let dx = -reach; dx <= reach; dx++) {
      const isEdge = y <= 1 || Math.abs(dx) >= reach - 1
      if (kind !== 'warning' || isEdge) canvas.paint(x + dx, top + y, colour)
    }
  }
  // Dashed for the warning, whole for the others.
  canvas.fill([x, top + size, x + 1, GROUND.bottom], colour, (_, y) => kind !== 'warning' || y % 6 < 3)
}

function drawNow(canvas: Canvas, x: number): void {
  canvas.fill([x - 1, GROUND.top, x + 1, HEIGHT - 8], numberOf('line'))
  for (let y = 0; y < 8; y++) canvas.fill([x - 1 - y, HEIGHT - 10 + y, x + 1 + y, HEIGHT - 9 + y], numberOf('line'))
}
