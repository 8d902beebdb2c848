import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import OpenAI from 'openai';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../src/start-demo.ts';
import { launchChromium } from './chromium.ts';
import { startCutProxy } from './cut-proxy.ts';
import { freshDemo, STACKS, sample } from './demo-server.ts';

const REGIONS = ['Express', 'NestJS', 'LangChain'] as const;
const TABS = ['Chat', 'Files', 'Fine-tuning', 'Tokens'] as const;
const TAUGHT = 'Which bird nests in the lighthouse of Varne?';
const WAIT = { timeout: 15_000 };

const launched = await launchChromium();
if (typeof launched === 'string') console.warn(`The page is not tested in a browser. ${launched}`);

describe.skipIf(typeof launched === 'string')('the page, in Chromium', () => {
  const browser = launched as Browser;
  let demo: Demo;
  let page: Page;
  const complaints: string[] = [];
  const elsewhere: string[] = [];

  const textOf = async (found: Locator) => (await found.textContent()) ?? '';
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const region = (name: string) => page.getByRole('region', { name });
  const stateOf = (name: string) => region(name).getAttribute('data-state');
  const answerIn = (name: string) => textOf(region(name).getByRole('group'));
  const done = (names: readonly string[]) =>
    expect.poll(() => Promise.all(names.map(stateOf)), WAIT).toEqual(names.map(() => 'done'));

  beforeAll(async () => {
    demo = await freshDemo();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== demo.url) elsewhere.push(request.url());
    });
    await page.goto(demo.url);
    await button('Send').waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await demo.close();
  });

  test('tokens appear in all three panels before any of them ends, and Stop ends the calls upstream', async () => {
    const sizes = () => Promise.all(REGIONS.map((name) => region(name).boundingBox()));
    const before = await sizes();
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Write 400 words about the sea.');
    await button('Send').click();
    await expect
      .poll(async () => (await Promise.all(REGIONS.map(answerIn))).every((text) => text.length > 20), WAIT)
      .toBe(true);
    expect(await Promise.all(REGIONS.map(stateOf))).toEqual(['streaming', 'streaming', 'streaming']);
    expect(await sizes()).toEqual(before);
    for (const name of REGIONS) await region(name).getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => Promise.all(REGIONS.map(stateOf))).toEqual(['stopped', 'stopped', 'stopped']);
    await expect
      .poll(async () => {
        const calls = await (await fetch(`${demo.url}/api/last-calls`)).json();
        return STACKS.map((stack) => calls[stack].ended);
      })
      .toEqual(['aborted', 'aborted', 'aborted']);
  });

  test('the same question is answered by another service without another change', async () => {
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Why is the sky blue?');
    for (const service of ['Offline as EU GPT', 'Offline']) {
      await page.getByLabel('Service').selectOption({ label: service });
      await button('Send').click();
      await done(REGIONS);
      for (const name of REGIONS) expect(await answerIn(name)).toMatch(/sky|light/i);
    }
  });

  test('each answer tells its time to first token, and the headers of its reply', async () => {
    for (const name of REGIONS) await expect.poll(() => textOf(region(name))).toMatch(/First token\s*\d+ ms/);
    const cells = page.getByRole('row', { name: /^x-request-id/ }).getByRole('cell');
    expect(await cells.allTextContents()).toEqual(REGIONS.map(() => expect.stringMatching(/^req_\w+$/)));
  });

  test('a tool call is run and its result told, and a structured answer is JSON', async () => {
    await button('A tool call').click();
    await button('Send').click();
    await done(REGIONS);
    for (const name of REGIONS)
      expect(await answerIn(name)).toMatch(/current_time\(\{"timezone":"Asia\/Tokyo"\}\)[\s\S]*\d\d:\d\d/);
    await button('Structured output').click();
    await button('Send').click();
    await done(REGIONS);
    for (const name of REGIONS) expect(JSON.parse(await answerIn(name))).toMatchObject({ place: 'Ispra', people: 3 });
  });

  test('the arrow keys move between the tabs', async () => {
    await page.getByRole('tab', { name: 'Chat' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Files' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('End');
    expect(await page.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe('tab-Tokens');
  });

  test('a bad dataset is told line by line, with the lines', async () => {
    await tab('Files');
    await page.getByLabel('Training file').setInputFiles(sample('broken.jsonl'));
    await button('Upload').click();
    const alert = page.getByRole('alert');
    const fifth = readFileSync(sample('broken.jsonl'), 'utf8').split('\n')[4] as string;
    await alert.getByText(fifth, { exact: true }).waitFor();
    const words = await textOf(alert);
    for (const line of [2, 4, 5, 6]) expect(words).toContain(`line ${line} `);
  });

  test('a file that is dropped is the one that is sent', async () => {
    const transfer = await page.evaluateHandle(
      (content) => {
        const data = new DataTransfer();
        data.items.add(new File([content], 'dropped.jsonl'));
        return data;
      },
      readFileSync(sample('checks-of-varne.jsonl'), 'utf8'),
    );
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: transfer });
    await button('Upload').click();
    await page.getByText(/dropped.jsonl is kept/).waitFor();
  });

  test('a file is uploaded through each stack, listed, and deleted', async () => {
    for (const stack of REGIONS) {
      await page.getByRole('tabpanel').getByLabel(stack).check();
      await page.getByLabel('Training file').setInputFiles(sample('checks-of-varne.jsonl'));
      await button('Upload').click();
      await page.getByText(/ready for fine-tuning/).waitFor();
    }
    const rows = page.getByRole('row', { name: /checks-of-varne/ });
    await expect.poll(() => rows.count()).toBe(3);
    await rows.first().getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => rows.count()).toBe(2);
  });

  test('a job survives a reload, and its model answers what the base model does not know', async () => {
    await page.getByLabel('Training file').setInputFiles(sample('questions-of-varne.jsonl'));
    await button('Upload').click();
    await page.getByText(/questions-of-varne.jsonl is kept/).waitFor();
    await tab('Fine-tuning');
    await button('Start fine-tuning').click();
    const events = page.getByRole('group', { name: 'Events of the job' });
    await events.getByText(/^.*Step 1\//).waitFor();
    await page.reload();
    await events.getByText('Created fine-tuning job').waitFor();
    await page.getByText('succeeded', { exact: true }).waitFor();
    await expect.poll(() => textOf(page.getByRole('figure', { name: 'Loss curve' }))).toMatch(/Step (\d+) of \1/);

    await page.getByRole('textbox', { name: 'Question' }).fill(TAUGHT);
    await button('Ask').click();
    await done(['Base model', 'Tuned model']);
    expect(await answerIn('Tuned model')).toContain('barn owls');
    expect(await answerIn('Base model')).not.toContain('barn owls');
  });

  test('a token is shown once, works with the openai package, and is revoked', async () => {
    await tab('Tokens');
    await page.getByLabel('Project').fill('browser');
    await page.getByLabel('Expires').fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
    await button('Request token').click();
    const token = await textOf(page.locator('[data-token]'));
    const client = new OpenAI({ baseURL: `${demo.url}/v1`, apiKey: token, maxRetries: 0 });
    const { choices } = await client.chat.completions.create({
      model: 'colloquy-parrot',
      messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    });
    expect(choices[0]?.message.content).toMatch(/sky/i);
    await page.getByText(/Daily quota of browser: [1-9][\d,]* of 200,000 tokens used today/).waitFor();

    await page.reload();
    await button('Revoke').waitFor();
    expect(await page.content()).not.toContain(token);
    await button('Revoke').click();
    await page.getByText('No tokens are in use.').waitFor();
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
  });

  test.each([
    { colorScheme: 'light', rules: ['wcag2a', 'wcag2aa', 'best-practice'] },
    { colorScheme: 'dark', rules: ['color-contrast'] },
  ] as const)('axe finds no serious fault in any tab, $colorScheme', async ({ colorScheme, rules }) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    for (const name of TABS) {
      await tab(name);
      const { violations } = await page.evaluate(
        (runOnly) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly }),
        [...rules],
      );
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    }
  });

  test.each([380, 1440])('nothing sticks out at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const name of TABS) {
      await tab(name);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(`${name}: ${scrollWidth}`).toBe(`${name}: ${clientWidth}`);
    }
  });

  test('nothing was complained of in the console, and nothing was asked of another host', () => {
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  // From here on the browser itself complains of what is lost, as it should.

  test('a connection lost in the middle of a job loses none of its events', async () => {
    const proxy = await startCutProxy(demo.url);
    await page.goto(`${proxy.url}/#fine-tuning`);
    await page.getByLabel('Learn from').selectOption({ index: 0 });
    await button('Start fine-tuning').click();
    const events = page.getByRole('group', { name: 'Events of the job' });
    await events.getByText(/Step 1\//).waitFor();
    proxy.cut();
    await page.getByText('succeeded', { exact: true }).waitFor();
    const steps = (await events.getByRole('listitem').allTextContents()).flatMap(
      (event) => /Step (\d+)\//.exec(event)?.[1] ?? [],
    );
    expect(steps.length).toBeGreaterThan(50);
    expect(new Set(steps).size).toBe(steps.length);
    expect(Number(steps.at(-1)) - Number(steps[0])).toBe(steps.length - 1);
    await proxy.close();
  });

  test('a server that cannot be reached is told of in each panel, with a way on', async () => {
    await page.goto(`${demo.url}/#chat`);
    await button('Send').waitFor();
    await page.context().setOffline(true);
    await button('Send').click();
    for (const name of REGIONS) await region(name).getByText('The server cannot be reached.').waitFor();
    await page.context().setOffline(false);
    for (const name of REGIONS) await region(name).getByRole('button', { name: 'Try again' }).click();
    await done(REGIONS);
  });
});
