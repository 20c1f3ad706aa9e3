import type { steps as vi } from '../vi/steps';

export const steps: typeof vi = {
  title: 'The first three steps',
  of: (n: number, all: number) => `Step ${n}/${all}`,
  done: 'done',
  aside: 'Skip',
  asideOf: (step: string) => `Skip the hint: ${step}`,
  today: 'To Today',
  noHouses: 'The houses will stand here in walking order.',
  steps: {
    package: {
      name: 'Open the package of the commune',
      why: 'A .tngiao file on a stick and a card with six words: they become the book of the hamlet, with its people and tasks.',
      go: 'Open the package',
    },
    survey: {
      name: 'Import the survey',
      why: 'An Excel file of the hamlet or commune, a person a row. The file is not changed.',
      go: 'Import the survey',
    },
    extract: {
      name: 'Import the police list',
      why: 'It says who has an account and who is to be visited. The program matches it with the survey.',
      go: 'Import the police list',
    },
    match: {
      name: 'Match the police list',
      why: 'The list was taken in and not held against the people of the book.',
      go: 'Open the police list',
    },
    walk: {
      name: 'Go from house to house',
      why: 'The houses in walking order; the outcome of a person is one key.',
      go: 'Open the walk',
    },
    send: {
      name: 'Send results to the commune',
      why: 'Close the day at the end of the evening, then write the file that goes up to a stick.',
      go: 'Open Send and receive',
    },
    campaign: {
      name: 'Make the campaign',
      why: 'Number of the plan, first and last day, and the phases.',
      go: 'Make the campaign',
    },
    targets: {
      name: 'Set the targets',
      why: 'Import Phụ lục I, or type the target of each unit.',
      go: 'Set the targets',
    },
    figures: {
      name: 'Take in the first file of figures',
      why: 'The units below send .tnsolieu files. They hold counts, no names.',
      go: 'Take in figures',
    },
  },
};
