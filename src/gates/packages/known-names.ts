/**
 * Names of packages that nearly every project of this kind uses: those who want to be mistaken for another choose a name
 * close to one of these. Real packages whose names are close to each other are all in the list.
 */
export const knownNames: ReadonlySet<string> = new Set(
  `@anthropic-ai/sdk @apollo/client @babel/core @babel/preset-env @babel/runtime @emotion/react @emotion/styled @eslint/js
  @faker-js/faker @fastify/cors @floating-ui/react @headlessui/react @heroicons/react @hookform/resolvers @mui/material
  @nestjs/common @nestjs/core @playwright/test @prisma/client @radix-ui/react-dialog @radix-ui/react-slot @reduxjs/toolkit
  @sentry/browser @sentry/node @sentry/react @storybook/react @stripe/stripe-js @supabase/ssr @supabase/supabase-js
  @swc/core @tailwindcss/postcss @tailwindcss/vite @tanstack/react-query @tanstack/react-router @tanstack/react-table
  @testing-library/dom @testing-library/jest-dom @testing-library/react @testing-library/user-event @trpc/client
  @trpc/server @types/express @types/jest @types/lodash @types/node @types/react @types/react-dom
  @typescript-eslint/eslint-plugin @typescript-eslint/parser @vercel/analytics @vitejs/plugin-react
  @vitejs/plugin-react-swc @vitest/coverage-v8 @vitest/ui
  acorn ajv angular archiver async autoprefixer axios babel-jest babel-loader bcrypt bcryptjs better-sqlite3 body-parser
  bootstrap browserslist chai chalk cheerio chokidar classnames clsx color colors commander compression concurrently
  cookie cookie-parser cookies core-js cors cross-env cross-spawn crypto-js csv-parse cypress date-fns dayjs debug
  dompurify dotenv drizzle-kit drizzle-orm electron embla-carousel-react enzyme esbuild eslint eslint-config-prettier
  eslint-plugin-import eslint-plugin-jsx-a11y eslint-plugin-react eslint-plugin-react-hooks eslint-plugin-react-refresh
  execa express fast-check fast-glob fastify firebase form-data formik framer-motion fs-extra fuse glob globals
  google-auth-library googleapis graphql graphql-request gulp handlebars happy-dom helmet hono html-webpack-plugin husky
  i18next immer immutable ioredis inquirer jest joi jose jotai jquery js-yaml jsdom jsonwebtoken knex knip koa kysely
  leaflet less lint-staged lodash lodash-es lucide-react luxon mapbox-gl marked mobx mocha moment mongodb mongoose morgan
  motion msw multer mysql mysql2 nanoid next next-auth next-themes nodemailer nodemon npm nuxt openai ora oxfmt oxlint
  papaparse passport pino playwright playwright-core pnpm postcss preact prettier prisma prop-types puppeteer query-string
  radash ramda react react-dom react-hook-form react-hot-toast react-i18next react-icons react-is react-markdown
  react-native react-query react-redux react-router react-router-dom react-scripts react-select react-table
  react-toastify react-transition-group recharts redis redux redux-saga redux-thunk remark request rimraf rollup rxjs
  sass semver sequelize sharp shelljs socket.io socket.io-client solid-js sonner sqlite3 storybook stripe styled-components
  superagent supabase supertest svelte swiper swr tailwind-merge tailwindcss three tinycolor2 ts-jest ts-loader ts-node
  tslib tsup tsx turbo typeorm typescript typescript-eslint undici underscore uuid validator vaul vite
  vite-plugin-pwa vite-tsconfig-paths vitest vue vuex webpack webpack-cli winston workbox-window xlsx yaml yargs yarn yup
  zod zustand`.split(/\s+/),
);

/** Packages of good name that are close to those above by chance, or by descent. */
export const chanceNames: ReadonlySet<string> = new Set(
  `@orpc/client @orpc/server @storyblok/react apollo-client args axiom babel-core babel-preset-env babel-runtime bcrypto clor
    colord colour crypt crypto-es crypto-ts css-parse csv-parser dargs dbug echarts emotion enquirer fastify-cors fs.extra
    gaxios global graphiql is-node jsdoc jslint lucide-preact mimer mquery mssql nookies openapi pargs preact-router
    preact-transition-group prettierx prism ps-node querystring radashi rambda reds react-if react-selecto react-vis reqwest
    rsync scrypt semiver server sqlite storyblok tinycolor tslab tslint tslint-config-prettier ttypescript
    typescript-eslint-parser vargs vasync vite-jsconfig-paths`.split(/\s+/),
);
