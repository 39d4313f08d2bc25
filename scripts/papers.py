"""The papers of a made-up consignment that the story's member sends: a photo and a file, drawn by the browser."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Browser

PHOTO, TABLE = "chung-tu.jpg", "Bảng kê lô hàng chậm.pdf"

_PHOTO = """<style>
body { margin: 0; width: 640px; height: 440px; overflow: hidden;
  background: linear-gradient(140deg, #8a6a4c, #5c4431); }
section { position: absolute; width: 300px; height: 390px; padding: 26px; background: #fbfaf5; font: 13px/1.6 serif;
  box-shadow: 0 6px 18px rgb(0 0 0 / 45%); transform-origin: center; }
section:nth-of-type(1) { left: 40px; top: 24px; transform: rotate(-6deg); }
section:nth-of-type(2) { left: 262px; top: 34px; transform: rotate(4deg); }
h1 { font-size: 17px; text-align: center; } hr { border: 0; border-top: 1px solid #b9b4a5; margin: 13px 0; }
b { position: absolute; right: 30px; bottom: 130px; padding: 4px 12px; border: 3px solid #a8322d; color: #a8322d;
  font: 700 15px sans-serif; transform: rotate(-12deg); }
</style>
<section><h1>VẬN ĐƠN</h1><p>Lô hàng minh họa số 01</p><hr><hr><hr><hr><hr><hr><hr><hr></section>
<section><h1>TỜ KHAI XUẤT KHẨU</h1><p>Lô hàng minh họa số 01</p><hr><hr><hr><hr><hr><hr><b>BẢN GIẤY</b></section>
"""
_TABLE = """<style>body { font: 14px serif; } td, th { border: 1px solid; padding: 4px 10px; }
table { border-collapse: collapse; }</style>
<h1>Bảng kê lô hàng chậm (minh họa)</h1>
<table><tr><th>Lô hàng</th><th>Ngày đến cảng</th><th>Số ngày chậm</th></tr>
<tr><td>01</td><td>14/9/2026</td><td>03</td></tr><tr><td>02</td><td>21/9/2026</td><td>04</td></tr>
<tr><td>03</td><td>05/10/2026</td><td>02</td></tr></table>
"""


@dataclass(frozen=True)
class Papers:
    """A photo (JPEG) and a table (PDF)."""

    photo: bytes
    table: bytes

    @classmethod
    async def draw(cls, browser: Browser) -> Papers:
        """Draw both in a page of their own."""
        page = await browser.new_page(viewport={"width": 640, "height": 440})
        await page.set_content(_PHOTO)
        photo = await page.screenshot(type="jpeg", quality=80)
        await page.set_content(_TABLE)
        table = await page.pdf(format="A5")
        await page.close()
        return cls(photo, table)
