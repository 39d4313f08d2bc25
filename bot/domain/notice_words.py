"""The words by which a notice orders, links, reports and counts; for text as `bot.domain.notice_text.flat` has it."""

from __future__ import annotations

import re

_ACTS = (
    r"ap dung|bai bo|bam sat|ban hanh|bao cao|bao dam|bo sung|bo tri|cai thien|can doi|cap nhat|cat giam"
    r"|chan chinh|chi dao|chia se|chiu trach nhiem|chu dong|chu tri|chu y|chuan bi|chuan hoa|chuyen|cong bo|cong khai"
    r"|cung cap|dam bao|danh gia(?! cao)|dao tao|day manh|day nhanh|de xuat|dieu chinh|dieu dong|doi moi|doi thoai"
    r"|don doc|don gian hoa|dong bo|du thao|dua|duy tri|giai quyet|giam sat|giam(?= \w)|gop y|gui|hoan chinh|hoan tat"
    r"|hoan thanh|hoan thien|hop nhat|huong dan|huy dong|kiem soat|kiem tra|kien toan|ket noi|khac phuc|khai thac"
    r"|khan truong|khao sat|kip thoi|ky ban hanh|la dau moi|la co quan dau moi|lam ro|lam sach|lam viec(?= voi)|lap"
    r"|lay y kien|lien thong|loai bo|luu y|mo rong|nang cap|nang cao|nghien cuu|nghiem tuc|nhan rong|nhanh chong"
    r"|phan bo|phan cap|phan cong|phat hanh|phat huy|phe duyet|phoi hop|quan ly|quan tam|quan triet|quyet liet"
    r"|ra soat|rut ngan|so hoa|som|sua doi|tai cau truc|tang cuong|tao dieu kien|tap huan|tap trung|tham dinh|tham gia"
    r"|tham muu|thanh lap|thanh tra|thao go|thay the|theo doi|thi diem|thong ke|thong nhat(?= (?:voi|phuong an))"
    r"|thong bao(?!\s(?:so|\d|ket luan|de|nay))|thuc day|thuc hien|thuong xuyen|tich cuc|tich hop|tiep nhan|tiep thu"
    r"|tiep tuc|to chuc|tong hop|tong ket|tra loi|trien khai|trinh|truc tiep|truyen thong|tuyen truyen|ung dung"
    r"|bien soan|cam ket|chap hanh|cho y kien|dang tai|dau tu|doi chieu|giai trinh|gioi thieu|ho tro"
    r"|khong (?:de|yeu cau|ban hanh|phat sinh|quy dinh|gay|dat ra)|kich hoat|lua chon|mua sam|niem yet"
    r"|phan dau|phan tich|phu trach|rut kinh nghiem"
    r"|sap xep|sao gui|tap hop|so ket|thiet ke|thiet lap|thu hoi|thu thap|thuc thi|tiep can|tinh gian|trao doi|tuan thu"
    r"|uu tien|van hanh|xac dinh|xay dung|xac minh|xem xet|xoa bo|xu ly"
)
ACT = re.compile(rf"(?:{_ACTS})\b(?!\sda\b)")
LINKS = re.compile(
    r"(?:(?:dong thoi|truoc mat|do do|vi vay|ben canh do|cung voi do|ngoai ra|mat khac|trong thoi gian toi"
    r"|thoi gian toi|cu the|theo do|trong do|tiep do|rieng)\b\s*,?\s*)*"
)
_HEAD = r"(?:(?:(?:pho )?thu tuong(?: thuong truc)?(?: chinh phu)?|to truong|pho to truong|bo truong)\b[^.;:]{0,60}?\s)"
ORDERS = re.compile(
    rf"{_HEAD}?(?:(?:cung|tiep tuc|nhan manh|dong y|thong nhat)(?:,| va)? )?"
    r"(?:de nghi|yeu cau|giao|phan cong|chi dao)(?: cho)?\s+(?!cua\b|nay\b)"
)
TOPIC = re.compile(r"(?:ve|doi voi|voi|rieng|lien quan den|trong linh vuc|tren co so|de|nham)\b[^.;:]{4,250}?[:,]\s*")
"""What an order is about, in front of it."""
WHEN = re.compile(
    r"(?:truoc|cham nhat|muon nhat|khong muon hon|trong|den het|den|dinh ky|hang|ngay trong|trong thang|tu nay den)\b"
    r"[^.;:,]{2,70},\s*"
)
MODIFIERS = re.compile(r"(?:(?:can|phai|co trach nhiem|co nhiem vu|tiep tuc|chiu trach nhiem|som|duoc giao)\s+)+")
FOCUS = re.compile(r"nhiem vu trong tam[^.;:]{0,80}?\bla\s+")
RECURS = re.compile(r"(?:dinh ky\s+)?(?:hang|moi)\s+(?:thang|quy)\s*,?\s*")
WITH = re.compile(r"\b(?:phoi hop (?:chat che )?(?:voi|cung)(?: voi)?|cung(?: voi)?)\s+")
HELPS = re.compile(r"\s+phoi hop\b")
PASSIVE = re.compile(r"\bdo\s+")
OFFICE = re.compile(
    r"(?:(?:dong chi |cac )?(?:bo truong|thu truong|chu nhiem|chu tich|thong doc|tong thanh tra|cuc truong|vu truong"
    r"|lanh dao|nguoi dung dau)\s*,?\s+)+"
)
"""Whoever heads an agency is given what the agency has to do."""
UNKNOWN = re.compile(
    r"(?:cac )?(?:bo(?! phan)|cuc|vu(?! viec)|vien|tong cuc|uy ban|ubnd|co quan|don vi"
    r"|hiep hoi|lien doan|hoi dong"
    r"|ban (?:chi dao|quan ly|to chuc|thu ky)|ngan hang|cong an|kho bac|bao hiem xa hoi"
    r"|truong (?:dai hoc|cao dang|dao tao)"
    r"|tap doan|tong cong ty|thanh tra|van phong|trung tam|toa an"
    r"|dia phuong|to cong tac|so)\b"
)
"""An organisation by what it is, wherever its name is none that the program knows."""
NO_NAME = re.compile(
    r"\b(?:da|dang|chua|con|se|khong|la|co(?! quan)|duoc|cho biet|cho rang|bao cao|neu ro|trong nam)\b"
)
INSET = re.compile(
    r"(?:,\s*)?(?:theo|can cu|tren co so|trong pham vi)\b[^.;:]{3,70}?"
    r"(?:duoc giao|quan ly|cua minh|phu trach|lien quan),?\s*"
)
"""What stands between who is meant and the act."""
NO_ORDER = re.compile(
    r"(?:du hop|tham du|tai (?:phien hop|cuoc hop|hoi nghi|buoi lam viec)|sang|chieu|ngay \d|sau khi nghe|tuy nhien"
    r"|dac biet|theo bao cao|thoi gian qua|trong thoi gian qua|noi nhan|can cu|kinh gui|thua lenh|kt\.|tl\."
    r"|phat bieu|(?:trong )?(?:\d+|nhung|cac) thang dau nam|trong nam qua)\b"
)
OF_THE_PAST = re.compile(
    r"\b(?:da (?:dat|hoan thanh|ban hanh|to chuc|tap trung|chu dong|tich cuc|trien khai|phoi hop|thuc hien|xu ly)"
    r"|danh gia cao|ghi nhan|bieu duong|hoan nghenh|cam on|ban hanh thong bao)\b"
)
WANTING = re.compile(r"\b(?:con (?:cham|ton tai|han che|tinh trang)|chua (?:duoc|dat|dong bo))\b")
"""What is told to be wanting, as long as no other clause has begun: further on it is what an order is about."""
NOT_TOLD = re.compile(
    r"(?:da|dang|se|chua|con|la|co|duoc|bi|cho biet|cho rang|bao cao|de nghi|kien nghi|de xuat|ghi nhan|thong nhat|neu"
    r"|cung|va|voi|trong|tai|o|den|tu|theo|ve|nhu|hien|van|khong|vua|thuoc|cua)\b"
)
"""What is no act, where a point begins with whoever is meant."""
NUMBER = re.compile(
    r"(?:(?:it nhat|toi thieu|tren|duoi|khoang|dat)\s+)?(?<![\w/.,-])\d{1,3}(?:\.\d{3})*(?:,\d+)?"
    r"(?:/\d{1,3}(?:\.\d{3})*)?\s?"
    r"(?:%|(?:phan anh, kien nghi|phan anh|kien nghi|thu tuc hanh chinh|tthc|dich vu cong(?: truc tuyen)?|thu tuc"
    r"|quy dinh(?: kinh doanh)?|dieu kien kinh doanh|van ban|nhiem vu|ho so|vuong mac|de an|mo hinh|co so du lieu"
    r"|loai giay to|nam(?= khong)|dia phuong|don vi|linh vuc|tinh(?:, thanh pho)?|bo(?:, nganh)?|xa(?:, phuong)?"
    r"|chi tieu|giay phep|bieu mau|mau don|quy trinh|nghi dinh|thong tu|mat hang|nganh nghe)(?!\w))"
)
