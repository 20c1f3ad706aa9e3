import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** What files may not import, and why: a tier knows only those below it (App, screens, frame, shared, state, components). */
const tier = (files, ...patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([regex, message]) => ({ regex, message })) },
    ],
  },
});
const FRAME = [
  '(^|/)frame/',
  'The frame is for App alone: what others need of it belongs to src/state or src/shared.',
];
const SCREENS = [
  '(^|/)(App\\.svelte|screens(/|$))',
  'Screens and App stand above: take what to do as a prop, or call view.open.',
];
const OTHER = 'A screen imports no other one: share the part in src/shared, or lead there by view.open.';

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // Imported text is never HTML.
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The window allows no inline styles: use a class or style:name={…}.',
        },
      ],
    },
  },
  tier(
    ['src/components/**'],
    ['^\\.\\./(?!format$)', 'A component knows nothing of the product: hand it words and values as props.'],
  ),
  tier(['src/state/**', 'src/text/**', 'src/{backend,format,paths}.ts'], FRAME, SCREENS, [
    '(^|/)(shared|charts)/|/components/.*\\.svelte$',
    'State stands below what is drawn.',
  ]),
  tier(['src/shared/**', 'src/charts/**'], FRAME, SCREENS),
  tier(['src/frame/**'], SCREENS),
  // A screen has one folder, in which it may have more.
  tier(['src/screens/*/*'], FRAME, SCREENS, ['^\\.\\./(?!\\.\\./)', OTHER]),
  tier(['src/screens/*/*/**'], FRAME, SCREENS, ['^\\.\\./\\.\\./(?!\\.\\./)', OTHER]),
);
