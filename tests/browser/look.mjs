// Looks at pages with Chromium: says of each, in each size, what is wrong, as JSON lines.
//
//	node look.mjs CHROMIUM BASE-URL OUT-DIR < paths, one a line
//
// Of every page: errors of scripts and of the policy, requests elsewhere, what stands beside the screen, labels of charts that
// overlap, and what axe-core finds serious. Pictures and PDFs go to OUT-DIR.
import fs from "node:fs"
import path from "node:path"
import {createRequire} from "node:module"
import puppeteer from "puppeteer-core"

const [chromium, base, out] = process.argv.slice(2)
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const sizes = {
	wide: {width: 1280, height: 900},
	phone: {width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 1},
}

// What is in the page as it stands; runs there.
function measure() {
	const overlaps = []
	for (const chart of document.querySelectorAll("svg")) {
		const labels = [...chart.querySelectorAll("text")].map(text => ({text: text.textContent, box: text.getBoundingClientRect()}))
		for (let i = 0; i < labels.length; i++)
			for (let k = 0; k < i; k++) {
				const [a, b] = [labels[i].box, labels[k].box]
				const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
				const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
				if (across > 1 && down > Math.min(a.height, b.height) * 0.25)
					overlaps.push(`${labels[i].text} / ${labels[k].text}`)
			}
	}
	return {
		overlaps,
		beside: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		scripts: document.scripts.length,
		handlers: [...document.querySelectorAll("*")].filter(e => [...e.attributes].some(a => a.name.startsWith("on"))).length,
		images: document.images.length,
		language: document.documentElement.lang,
	}
}

const browser = await puppeteer.launch({
	executablePath: chromium, headless: true,
	args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"],
})
for (const name of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
	for (const size of Object.keys(sizes)) {
		const page = await browser.newPage()
		const wrong = []
		// a browser asks for a picture of the site by itself
		page.on("console", message => ["error", "warn"].includes(message.type()) && !message.location().url?.endsWith("/favicon.ico") &&
			wrong.push(message.text()))
		page.on("pageerror", error => wrong.push(String(error)))
		page.on("dialog", async dialog => { wrong.push(`dialog ${dialog.message()}`); await dialog.dismiss() })
		page.on("request", request => request.url().startsWith(base) || wrong.push(`asks ${request.url()}`))
		page.on("requestfailed", request => wrong.push(`failed ${request.url()}`))
		await page.setViewport(sizes[size])
		const answer = await page.goto(base + name, {waitUntil: "load", timeout: 30000})
		const seen = {page: name, size, status: answer.status(), wrong, ...await page.evaluate(measure)}
		const file = path.join(out, `${name.replaceAll("/", "_") || "index.html"}-${size}`)
		await page.screenshot({path: `${file}.png`, fullPage: true})
		if (size === "wide") {
			await page.evaluate(axe)
			const found = await page.evaluate(() => globalThis.axe.run(document, {resultTypes: ["violations"]}))
			seen.axe = found.violations.filter(v => ["serious", "critical"].includes(v.impact)).map(v => `${v.id}: ${v.nodes[0].html}`)
			await page.pdf({path: `${file}.pdf`, format: "A4", preferCSSPageSize: true, printBackground: false})
		}
		console.log(JSON.stringify(seen))
		await page.close()
	}
}
await browser.close()
