from tests.world import World, say
import pytest

async def test_x(world: World) -> None:
    chi = world.phone("CHI")
    async def show(*steps):
        for s in steps:
            await say(world, chi, s)
            print("-----", s); print(chi.last.text); print(chi.last.labels)
    await show("/batdau", "[Giao nhiệm vụ]", "Thông báo số 437/TB-VPCP", "Rà soát thủ tục hành chính", "hiep hoi a; UBND tỉnh Điện Biên", "HIEPHOIB", "[Bỏ qua]", "trước ngày 25", "[Chọn 1]", "[Chọn 1]", "342 phản ánh, kiến nghị", "[Bỏ qua]", "[Bỏ qua]", "[Sửa nội dung]", "[‹ Quay lại]", "[Giao nhiệm vụ]", "[Xem xác nhận]", "[Xem NV-26-001]", "[Sửa, tạm hoãn, hủy]","[Sửa thời hạn]","hết quý IV", "Vì chờ.", "[Ghi nhận thay đổi]")
    assert 0
