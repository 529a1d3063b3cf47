import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filledForm, formsOf } from './html-form.ts'

const page = `<!doctype html><!-- <form><input name="commented"></form> -->
<input name="outside">
<form method="post" action="/sign-in?a=1&amp;b=2"><input type=hidden name=csrf value='x&quot;&#39;&#x41;y'>
<INPUT NAME="username" value="last"><input name="password" type="password" data-a="1 > 2"><input disabled name="off" value="1">
<input type="checkbox" name="remember"><input type="checkbox" name="terms" checked><input type="checkbox" name="scope" value="a" checked>
<textarea name="note">old</textarea><button name="go" value="1">Sign in</button><button type="button" name="no">No</button></form>
<form><input type="hidden" name="csrf" value="z"><button name="cancel" value="1">Cancel</button></form>`

test('reads forms with their controls', () => {
  expect(formsOf(page).map(({ method, action, controls }) => [method, action, controls.length])).toEqual([
    ['POST', '/sign-in?a=1&b=2', 8],
    ['GET', '', 2],
  ])
})

describe('submits', () => {
  test('the form that asks for most of the fields, the others as they stand', () => {
    const filled = filledForm(page, { fields: { username: 'alice', password: 'p', go: '1', unknown: 'x' }, press: [] })
    expect(filled?.form.action).toBe('/sign-in?a=1&b=2')
    expect(filled?.values).toEqual([
      ['csrf', `x"'Ay`],
      ['terms', 'on'],
      ['scope', 'a'],
      ['username', 'alice'],
      ['password', 'p'],
      ['go', '1'],
    ])
  })

  test('a form for its button', () => {
    expect(filledForm(page, { fields: { cancel: 'yes' }, press: [] })?.values).toEqual([
      ['csrf', 'z'],
      ['cancel', 'yes'],
    ])
  })

  test('nothing where no form asks for a field, or only as a hidden one', () => {
    expect(filledForm(page, { fields: { csrf: 'mine' }, press: [] })).toBeUndefined()
    expect(filledForm(page, { fields: {}, press: [] })).toBeUndefined()
  })

  test.each([['Sign in'], ['go'], ['1']])('the form with the button %s, as it stands', (press) => {
    expect(filledForm(page.replace('name="cancel" value="1"', ''), { fields: {}, press: [press] })?.values).toEqual([
      ['csrf', `x"'Ay`],
      ['username', 'last'],
      ['password', ''],
      ['terms', 'on'],
      ['scope', 'a'],
      ['go', '1'],
    ])
  })

  test('a button by what is read on it, the tags and line ends within left out', () => {
    const consent =
      '<form><input type=hidden name=a value=1><button>Deny</button><button><b>Al</b>\n low </button></form>'
    expect(filledForm(consent, { fields: {}, press: [] })).toBeUndefined()
    expect(filledForm(consent, { fields: {}, press: ['Al low'] })?.values).toEqual([['a', '1']])
  })

  test('the only form of a page that asks for nothing, by its only button', () => {
    const only =
      '<form method=post action=/confirm><input type=hidden name=a value=1><button name=yes value=2>OK</button></form>'
    expect(filledForm(only, { fields: {}, press: [] })).toMatchObject({
      form: { method: 'POST', action: '/confirm' },
      values: [
        ['a', '1'],
        ['yes', '2'],
      ],
    })
    expect(filledForm(only + only, { fields: {}, press: [] })).toBeUndefined()
    expect(filledForm(only.replace('<button', '<input name=code><button'), { fields: {}, press: [] })).toBeUndefined()
  })
})

test('reads anything, soon', () => {
  const piece = fc.constantFrom('<form', '<input', ' name="', "'", '"', '>', 'a', '=', '&#', '<!--', '-->', ' ')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
      formsOf(pieces.join(''))
    }),
  )
  const began = performance.now()
  formsOf('<input name="'.repeat(20_000))
  formsOf('<!--'.repeat(60_000))
  expect(performance.now() - began).toBeLessThan(2000)
})
