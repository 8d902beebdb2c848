import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Metrics } from './job.ts';

const HEIGHT = 260;

/** The losses of a job as they fall, drawn, and the last of them in words. */
export function LossCurve({ metrics }: { readonly metrics: readonly Metrics[] }) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(metrics);
  latest.current = metrics;

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const draw = () => {
      plot.current?.destroy();
      const size = { width: element.clientWidth || 600, height: HEIGHT };
      plot.current = new uPlot(optionsFor(element, size, latest), dataOf(latest.current), element);
    };
    draw();
    dark.addEventListener('change', draw);
    const resized = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) plot.current?.setSize({ width, height: HEIGHT });
    });
    resized.observe(element);
    return () => {
      dark.removeEventListener('change', draw);
      resized.disconnect();
      plot.current?.destroy();
    };
  }, []);

  useEffect(() => plot.current?.setData(dataOf(metrics)), [metrics]);

  return (
    <figure className="loss-curve" aria-label="Loss curve">
      <div ref={holder} style={{ height: HEIGHT }} aria-hidden="true" />
      <figcaption>
        <span className="key training">training</span>
        <span className="key validation">validation</span>
        <span className="words">{inWords(metrics)}</span>
      </figcaption>
    </figure>
  );
}

function inWords(metrics: readonly Metrics[]): string {
  const last = metrics.at(-1);
  if (last === undefined) return 'The loss of each step is drawn here while a job runs.';
  const training = metrics.findLast(({ train_loss }) => train_loss !== undefined)?.train_loss;
  const validation = metrics.findLast(({ valid_loss }) => valid_loss !== undefined)?.valid_loss;
  const losses = [
    ...(training === undefined ? [] : [`training loss ${training.toFixed(3)}`]),
    ...(validation === undefined ? [] : [`validation loss ${validation.toFixed(3)}`]),
  ];
  return `Step ${last.step} of ${last.total_steps ?? '?'}: ${losses.join(', ')}`;
}

function dataOf(metrics: readonly Metrics[]): uPlot.AlignedData {
  return [
    metrics.map(({ step }) => step),
    metrics.map(({ train_loss }) => train_loss ?? null),
    metrics.map(({ valid_loss }) => valid_loss ?? null),
  ];
}

function optionsFor(
  element: HTMLElement,
  size: { width: number; height: number },
  latest: { readonly current: readonly Metrics[] },
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // The whole job's width from the first step on, so that the curve grows and never rescales.
      x: { time: false, range: () => [0, latest.current.at(-1)?.total_steps ?? 100] },
      y: { range: (_plot, _min, max) => [0, Math.max(1, Math.ceil(max))] },
    },
    axes: [
      { ...axis, size: 30 },
      { ...axis, size: 40 },
    ],
    series: [
      {},
      { label: 'training', stroke: colour('--accent'), width: 2, spanGaps: true, points: { show: false } },
      {
        label: 'validation',
        stroke: colour('--muted'),
        width: 2,
        dash: [6, 4],
        spanGaps: true,
        points: { show: false },
      },
    ],
  };
}
