import { useEffect, useRef } from 'react';
import { onPalette, palette } from '../theme/palette.js';

interface SparklineProps {
  readonly points: readonly number[];
  readonly width?: number;
  readonly height?: number;
  /** Orange, with a fill: this one grows. */
  readonly growing?: boolean;
}

/** A curve without axes. A flat one lies low. */
export function Sparkline({ points, width = 50, height = 14, growing = false }: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current) paint(canvas.current, points, width, height, growing);
    };
    draw();
    return onPalette(draw);
  }, [points, width, height, growing]);
  return <canvas ref={canvas} style={{ width, height }} aria-hidden />;
}

function paint(
  canvas: HTMLCanvasElement,
  points: readonly number[],
  width: number,
  height: number,
  growing: boolean,
): void {
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (!context || points.length === 0) return;
  const colours = palette();
  const most = Math.max(...points);
  const least = Math.min(...points);
  // Under a rise of 15 % the height is not filled: noise must not look like growth.
  const span = Math.max(most - least, most * 0.15) || 1;
  const x = (index: number): number => (points.length > 1 ? (index / (points.length - 1)) * width : width);
  const y = (value: number): number => height - 2.5 - ((value - least) / span) * (height - 4);
  context.scale(ratio, ratio);
  context.beginPath();
  if (points.length === 1) context.moveTo(0, y(points[0]));
  points.forEach((value, index) => {
    if (index === 0 && points.length > 1) context.moveTo(x(index), y(value));
    else context.lineTo(x(index), y(value));
  });
  context.strokeStyle = growing ? colours.grow : colours['tx-3'];
  context.lineWidth = 1.25;
  context.stroke();
  context.lineTo(width, height);
  context.lineTo(0, height);
  context.closePath();
  context.globalAlpha = growing ? 0.22 : 0.14;
  context.fillStyle = growing ? colours.grow : colours['tx-3'];
  context.fill();
}
