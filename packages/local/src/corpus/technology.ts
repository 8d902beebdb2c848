import type { Passage } from './passage.ts';

/** Plain facts about computers and programming. */
export const technology: readonly Passage[] = [
  {
    topic: 'TypeScript JavaScript programming language',
    sentences: [
      'TypeScript is JavaScript with types that are checked before the program runs.',
      'The types are removed when the program is built, so they cost nothing at run time.',
      'They pay off most in large programs, where nobody remembers every detail.',
    ],
  },
  {
    topic: 'Python programming language',
    sentences: [
      'Python is a programming language known for readable code and a large collection of libraries.',
      'It is used in science, in teaching, for web services and for small everyday scripts.',
    ],
  },
  {
    topic: 'HTTP request response web protocol',
    sentences: [
      'HTTP is the protocol in which browsers and programs ask servers for things.',
      'A request has a method, a path, headers and perhaps a body; the response has a status, headers and a body.',
      'Status codes that begin with 2 mean success, with 4 a mistake of the caller, and with 5 a fault of the server.',
    ],
  },
  {
    topic: 'database SQL SQLite storage',
    sentences: [
      'A database keeps data in order and lets many readers and writers use it at once.',
      'A transaction is a group of changes that happen together or not at all.',
      'SQLite keeps a whole database in a single file and needs no server.',
    ],
  },
  {
    topic: 'computer processor memory hardware',
    sentences: [
      'A computer reads instructions from memory and carries them out one after another, very quickly.',
      'The processor does the arithmetic, the memory holds what is being worked on, and the disk keeps it when the power is off.',
    ],
  },
  {
    topic: 'machine learning artificial intelligence neural network AI',
    sentences: [
      'Machine learning means fitting a program to examples instead of writing every rule by hand.',
      'A neural network is a chain of simple sums whose weights are adjusted a little after each example.',
      'What it learns depends on the examples, including their mistakes.',
    ],
  },
  {
    topic: 'gradient descent learning rate epoch batch',
    sentences: [
      'Gradient descent changes each weight a little in the direction that makes the error smaller.',
      'The learning rate says how large the steps are, and an epoch is one pass over all the examples.',
      'Steps that are too large jump over the goal, and steps that are too small take for ever.',
    ],
  },
  {
    topic: 'large language model LLM chatbot',
    sentences: [
      'A large language model predicts the next piece of a text from everything that came before it.',
      'It is trained on a great deal of text and then adjusted to follow instructions.',
      'It can be fluent and wrong at the same time, so important statements need checking.',
    ],
  },
  {
    topic: 'git version control commit',
    sentences: [
      'Git records the history of a project as a series of commits.',
      'Each commit says what changed, who changed it and why.',
      'Branches let people work side by side and join their work later.',
    ],
  },
  {
    topic: 'test testing unit tests software quality',
    sentences: [
      'A good test states one fact about a program and fails when the fact is no longer true.',
      'Tests that run quickly are run often, and so they find mistakes while these are still cheap.',
    ],
  },
  {
    topic: 'internet network server cable',
    sentences: [
      'The internet joins many networks by a common way of addressing and passing on small packets of data.',
      'Most of the traffic between continents runs through cables on the floor of the sea.',
    ],
  },
  {
    topic: 'encryption password security key',
    sentences: [
      'Encryption turns a message into something that only the holder of the right key can read.',
      'A long password that is used in one place only is safer than a clever one used everywhere.',
      'A key that has been shown to the wrong person has to be replaced, not hidden again.',
    ],
  },
  {
    topic: 'recursion function algorithm',
    sentences: [
      'A recursive function solves a problem by calling itself on a smaller one.',
      'It needs a smallest case that it can answer directly, or it never ends.',
    ],
  },
  {
    topic: 'JSON data format',
    sentences: [
      'JSON is a text format for objects, lists, strings, numbers and the words true, false and null.',
      'It is easy to read for people and for programs, which is why so many services use it.',
    ],
  },
  {
    topic: 'bug debugging error program',
    sentences: [
      'The quickest way to find a bug is often to make it happen every time.',
      'Change one thing, look again, and write down what you saw.',
      'When the cause is found, a test keeps the bug from coming back.',
    ],
  },
];
